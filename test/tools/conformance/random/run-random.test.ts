import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedEvent } from '../../../../tools/conformance/random/checked-event';
import * as events from '../../../../tools/conformance/random/checked-event';
import { runRandom } from '../../../../tools/conformance/random/run-random';

jest.setTimeout(300_000);

const options = { minutes: 0.05, seed: 11, say: () => undefined, interrupted: new AbortController().signal };
const realEvents = events.readCheckedEvents;

afterEach(() => jest.restoreAllMocks());

it('checks a real run, and notices an event that is taken away', async () => {
  let taken: CheckedEvent | undefined;
  jest.spyOn(events, 'readCheckedEvents').mockImplementation(async (folder) => {
    const published = await realEvents(folder);
    taken = published.find(({ kept }) => kept === null);
    return published.filter(({ eventId }) => eventId !== taken?.eventId);
  });
  const { isChecked, violations, tally, keptIn = '' } = await runRandom(options);
  expect(isChecked).toBe(true);
  expect(tally.events).toBeGreaterThan(0);
  expect(violations.map(({ what }) => what)).toEqual([
    `answered 200 and never published: ${taken?.detailType} ${taken?.key}`,
  ]);
  expect(readFileSync(join(keptIn, 'events.jsonl'), 'utf8')).toContain(taken?.eventId);
});

it('ends at once when it is interrupted, without a check', async () => {
  const { isChecked, keptIn } = await runRandom({ ...options, interrupted: AbortSignal.abort() });
  expect(isChecked).toBe(false);
  expect(keptIn).toBeUndefined();
  expect(existsSync(join(__dirname, '..', '..', '..', '..', '.build', 'conformance-random', 'seed-12'))).toBe(false);
});
