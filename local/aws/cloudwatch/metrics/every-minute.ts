import type { MetricClock } from './metric-clock';

/** So long after a minute's end what was still on its way is there; a twentieth of the minute, a second at most. */
function graceMs({ minuteMs }: MetricClock): number {
  return Math.min(1000, minuteMs / 20);
}

/**
 * Calls back after the end of each minute of CloudWatch.
 * @returns what stops it
 */
export function everyMinute(clock: MetricClock, onEnd: (endMs: number) => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (endMs: number) => {
    timer = setTimeout(
      () => {
        onEnd(endMs);
        wait(nextEnd(clock));
      },
      endMs + graceMs(clock) - clock.nowMs(),
    );
    timer.unref();
  };
  wait(nextEnd(clock));
  return () => clearTimeout(timer);
}

/** The end of the minute under way. */
function nextEnd({ minuteMs, nowMs }: MetricClock): number {
  return (Math.floor(nowMs() / minuteMs) + 1) * minuteMs;
}
