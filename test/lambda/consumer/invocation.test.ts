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

it('leaves claims less time than publication, that less than completion, and all less than the deadline', () => {
  const { delays, ...rest } = clock();
  startInvocation(() => 15_000, rest);
  expect(delays).toEqual([10_000, 12_500, 14_500]);
});

it('aborts at once what has no time left', () => {
  const { delays, ...rest } = clock();
  startInvocation(() => 400, rest);
  expect(delays).toEqual([0, 0, 0]);
});

it('has time for a wave until six and a half seconds before the deadline', () => {
  let leftMs = 15_000;
  const invocation = startInvocation(() => leftMs, clock());
  leftMs = 6_500;
  expect(invocation.hasTimeForWave()).toBe(true);
  leftMs = 6_499;
  expect(invocation.hasTimeForWave()).toBe(false);
});

it('ends its leases after its deadline', () => {
  expect(startInvocation(() => 15_000, clock()).leaseEndsMs).toBe(1_000_000 + 17_000);
});
