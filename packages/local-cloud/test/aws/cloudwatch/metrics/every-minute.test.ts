import { everyMinute } from '../../../../src/aws/cloudwatch/metrics/every-minute';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';

beforeEach(() => jest.useFakeTimers({ now: 30_000 }));
afterEach(() => jest.useRealTimers());

it('calls back after the end of each minute, until it is stopped', () => {
  const ends: number[] = [];
  const stop = everyMinute(createMetricClock(60_000), (endMs) => ends.push(endMs));
  jest.advanceTimersByTime(30_000);
  expect(ends).toEqual([]);
  jest.advanceTimersByTime(1_000);
  expect(ends).toEqual([60_000]);
  jest.advanceTimersByTime(120_000);
  expect(ends).toEqual([60_000, 120_000, 180_000]);
  stop();
  jest.advanceTimersByTime(120_000);
  expect(ends).toHaveLength(3);
});

it('makes up for the minutes that a busy machine has missed, and after a sleep for the last ten', () => {
  const ends: number[] = [];
  const stop = everyMinute(createMetricClock(60_000), (endMs) => ends.push(endMs / 60_000));
  jest.setSystemTime(3.5 * 60_000);
  jest.advanceTimersByTime(31_000);
  expect(ends).toEqual([1, 2, 3, 4]);
  jest.setSystemTime(60 * 60_000);
  jest.advanceTimersByTime(61_000);
  stop();
  expect(ends.slice(4)).toEqual([52, 53, 54, 55, 56, 57, 58, 59, 60, 61]);
});
