import type { MetricClock } from './metric-clock';

/** How long to wait after a minute's end for late values: a twentieth of the minute, a second at most. */
function graceMs({ minuteMs }: MetricClock): number {
  return Math.min(1000, minuteMs / 20);
}

/** A machine that slept has missed more minutes than any alarm evaluates. */
const mostMissed = 10;

/**
 * Calls back after the end of each minute of CloudWatch, and at once for those that a busy machine has missed.
 * @returns what stops it
 */
export function everyMinute(clock: MetricClock, onEnd: (endMs: number) => void): () => void {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const look = (endMs: number) => {
    if (isStopped) return;
    let end = Math.max(endMs, nextEnd(clock) - mostMissed * clock.minuteMs);
    for (; end + graceMs(clock) <= clock.nowMs(); end += clock.minuteMs) onEnd(end);
    wait(end);
  };
  const wait = (endMs: number) => {
    // A late timer must not beat a function's line that waits in its pipe: let the line be read first.
    timer = setTimeout(() => setImmediate(look, endMs), endMs + graceMs(clock) - clock.nowMs());
    timer.unref();
  };
  wait(nextEnd(clock));
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** The end of the minute under way. */
function nextEnd({ minuteMs, nowMs }: MetricClock): number {
  return (Math.floor(nowMs() / minuteMs) + 1) * minuteMs;
}
