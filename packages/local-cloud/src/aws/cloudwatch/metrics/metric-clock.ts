/** Seconds of a minute of CloudWatch: everything there is counted in whole minutes. */
export const secondsPerMinute = 60;

/**
 * CloudWatch's clock. Its minute may be shorter than a real one: it then counts in its own minutes, and reports times as far
 * in the past as if these were real minutes. With `minuteMs` 60,000 there is no difference.
 */
export interface MetricClock {
  readonly minuteMs: number;
  nowMs(): number;
  /** While it is held, the current minute does not end: everything counts in it. */
  hold(isHeld: boolean): void;
  readonly isHeld: boolean;
  /** CloudWatch's own count of seconds at our time. */
  toSecond(ms: number): number;
  /** The first second of its minute at our time. */
  minuteAt(ms: number): number;
  /** The same, for now. */
  currentMinute(): number;
  /** The time that a second of its count has outside, now. */
  toOutside(second: number): Date;
  /** The second of its count that a time from outside means, now. */
  fromOutside(time: Date): number;
}

export function createMetricClock(minuteMs: number, nowMs: () => number = Date.now): MetricClock {
  let heldMs: number | undefined;
  const toSecond = (ms: number) => ((heldMs ?? ms) / minuteMs) * secondsPerMinute;
  const floor = (second: number) => Math.floor(second / secondsPerMinute) * secondsPerMinute;
  const minuteAt = (ms: number) => floor(toSecond(ms));
  const currentMinute = () => minuteAt(nowMs());
  /** The current local minute, as CloudWatch's. */
  const difference = () => currentMinute() - floor(nowMs() / 1000);
  return {
    minuteMs,
    nowMs,
    hold: (isHeld) => {
      heldMs = isHeld ? (heldMs ?? nowMs()) : undefined;
    },
    get isHeld() {
      return heldMs !== undefined;
    },
    toSecond,
    minuteAt,
    currentMinute,
    toOutside: (second) => new Date((second - difference()) * 1000),
    fromOutside: (time) => time.getTime() / 1000 + difference(),
  };
}
