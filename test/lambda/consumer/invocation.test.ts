import { startInvocation } from '../../../lambda/consumer/invocation';

/** A clock whose signals are the delays they were asked for. */
function clock() {
  const delays: number[] = [];
  return {
    delays,
    now: () => 1_000_000,
    abortAfter: (ms: number) => {
      delays.push(ms);
      return new AbortController().signal;
    },
  };
}

it('leaves publication less time than completion, and both less than the deadline', () => {
  const { delays, ...rest } = clock();
  startInvocation(() => 15_000, rest);
  expect(delays).toEqual([12_500, 14_500]);
});

it('aborts at once what has no time left', () => {
  const { delays, ...rest } = clock();
  startInvocation(() => 400, rest);
  expect(delays).toEqual([0, 0]);
});

it('has time for a wave until four seconds before the deadline', () => {
  let leftMs = 15_000;
  const invocation = startInvocation(() => leftMs, clock());
  leftMs = 4_000;
  expect(invocation.hasTimeForWave()).toBe(true);
  leftMs = 3_999;
  expect(invocation.hasTimeForWave()).toBe(false);
});

it('ends its leases after its deadline', () => {
  expect(startInvocation(() => 15_000, clock()).leaseEndsMs).toBe(1_000_000 + 17_000);
});
