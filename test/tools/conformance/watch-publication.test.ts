import type { LocalState } from '../../../local';
import { watchPublication } from '../../../tools/conformance/watch-publication';

function stateOf(published: number): LocalState {
  const queue = { visible: 0, inFlight: 0 };
  return {
    queue,
    retryQueue: queue,
    deadLetterQueue: queue,
    ledger: { items: 0 },
    bucket: { objects: 0, bytes: 0 },
    events: { published },
    faults: { struck: 0 },
    calls: {},
    mappingCalls: {},
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('tells when the last event was published, not when it ended', async () => {
  let published = 0;
  const watch = watchPublication(async () => stateOf(published));
  await jest.advanceTimersByTimeAsync(300);
  published = 3;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(await watch.stop()).toBe(0.4);
});

it('tells nothing of what was never published', async () => {
  const watch = watchPublication(async () => stateOf(0));
  await jest.advanceTimersByTimeAsync(1_000);
  expect(await watch.stop()).toBe(0);
});
