import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedEvent } from '../../../src/conformance/random/check-events';
import { runRandom } from '../../../src/conformance/random/run-random';

jest.setTimeout(300_000);

/** The event that the check does not get to see: as if it were lost. */
let mockTaken: CheckedEvent | undefined;

jest.mock('../../../src/conformance/random/check-events', () => {
  const actual = jest.requireActual<typeof import('../../../src/conformance/random/check-events')>(
    '../../../src/conformance/random/check-events',
  );
  return {
    ...actual,
    readCheckedEvents: async (folder: string) => {
      const published = await actual.readCheckedEvents(folder);
      mockTaken = published.find(({ kept }) => kept === null);
      return published.filter(({ eventId }) => eventId !== mockTaken?.eventId);
    },
  };
});

const options = { minutes: 0.05, seed: 11, say: () => undefined, interrupted: new AbortController().signal };

it('checks a real run, and notices an event that is taken away', async () => {
  const { isChecked, violations, tally, keptIn = '' } = await runRandom(options);
  expect(isChecked).toBe(true);
  expect(tally.events).toBeGreaterThan(0);
  const taken = `${mockTaken?.detailType} ${mockTaken?.key}`;
  const whats = violations.map(({ what }) => what);
  expect(whats).toContain(`answered 200 and never published: ${taken}`);
  // Where other content came under its id, those collisions name an event that is gone too.
  expect(whats.filter((what) => !what.endsWith(`: ${taken}`))).toEqual([]);
  expect(readFileSync(join(keptIn, 'events.jsonl'), 'utf8')).toContain(mockTaken?.eventId);
});
