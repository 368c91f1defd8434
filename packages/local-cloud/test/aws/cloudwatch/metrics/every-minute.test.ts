import { everyMinute } from '../../../../src/aws/cloudwatch/metrics/every-minute';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';

beforeEach(() => jest.useFakeTimers({ now: 30_000 }));
afterEach(() => jest.useRealTimers());

it('calls back after the end of each minute, until it is stopped', () => {
  const ends: number[] = [];
  const stop = everyMinute(createMetricClock(60_000), (endMs) => ends.push(endMs));
  jest.advanceTimersByTime(30_000);
  expect(ends).toEqual([]);
  jest.advanceTimersByTime(1_001);
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
  jest.advanceTimersByTime(31_001);
  expect(ends).toEqual([1, 2, 3, 4]);
  jest.setSystemTime(60 * 60_000);
  jest.advanceTimersByTime(61_001);
  stop();
  expect(ends.slice(4)).toEqual([52, 53, 54, 55, 56, 57, 58, 59, 60, 61]);
});

it('looks at a minute after what came by then has been read, however late it is', async () => {
  jest.useRealTimers();
  const order: string[] = [];
  const { port1, port2 } = new MessageChannel();
  let stop: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    stop = everyMinute(createMetricClock(100), () => {
      order.push('minute');
      resolve();
    });
  });
  port1.on('message', () => order.push('line'));
  port2.postMessage('while this thread is busy');
  for (const endsAt = Date.now() + 150; Date.now() < endsAt; );
  await looked;
  stop();
  port1.close();
  expect(order[0]).toBe('line');
});
