import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';

const now = Date.parse('2026-11-25T14:00:30Z');

describe('CloudWatch’s clock', () => {
  it('is ours where a minute is a minute', () => {
    const clock = createMetricClock(60_000, () => now);
    expect(clock.toOutside(clock.currentMinute())).toEqual(new Date('2026-11-25T14:00:00Z'));
    expect(clock.fromOutside(new Date('2026-11-25T13:59:00Z')) - clock.currentMinute()).toBe(-60);
    expect(clock.toSecond(now)).toBe(now / 1000);
  });

  it('counts minutes of its own where they are shorter, and tells how long ago they would be', () => {
    let ms = now;
    const clock = createMetricClock(2_000, () => ms);
    const then = clock.currentMinute();
    expect(clock.toOutside(then)).toEqual(new Date('2026-11-25T14:00:00Z'));
    ms += 10_000;
    expect(clock.currentMinute() - then).toBe(5 * 60);
    expect(clock.toOutside(then)).toEqual(new Date('2026-11-25T13:55:00Z'));
    expect(clock.fromOutside(new Date('2026-11-25T13:55:00Z'))).toBe(then);
  });
});
