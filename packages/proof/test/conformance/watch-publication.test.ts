import { localState } from '../../../local-cloud/test/support/local-state';
import { watchPublication } from '../../src/conformance/run-scenario';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('tells when the last event was published, not when it ended', async () => {
  let published = 0;
  const watch = watchPublication(async () => localState({ events: { published } }));
  await jest.advanceTimersByTimeAsync(300);
  published = 3;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(await watch.stop()).toBe(0.4);
});

it('tells nothing of what was never published', async () => {
  const watch = watchPublication(async () => localState());
  await jest.advanceTimersByTimeAsync(1_000);
  expect(await watch.stop()).toBe(0);
});
