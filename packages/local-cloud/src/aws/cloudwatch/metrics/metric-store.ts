import { type Datum, type Metric, metricKey } from './metric';
import { type MetricClock, secondsPerMinute } from './metric-clock';

/** How often each value was reported in a minute. */
export type Values = ReadonlyMap<number, number>;

export interface MetricStore {
  put(data: readonly Datum[], atMs?: number): void;
  /** The minutes with reports, from one second of CloudWatch's count to before another. */
  read(metric: Metric, fromSecond: number, toSecond: number): ReadonlyMap<number, Values>;
  /** The finished minutes with reports since the last call, to be kept. A late report returns its minute again. */
  takeFinished(): readonly FinishedMinute[];
  restore(minute: FinishedMinute): void;
  /** Makes everything a minute older. The file of finished minutes does not change. */
  age(): void;
  clear(): void;
}

export interface FinishedMinute {
  readonly key: string;
  readonly second: number;
  readonly values: readonly (readonly [value: number, count: number])[];
}

/** Minutes that are kept: the longest that an operator asks for is a day. */
const minutesKept = 3 * 24 * 60;

/** Metrics in memory, by CloudWatch's minutes. */
export function createMetricStore(clock: MetricClock): MetricStore {
  const metrics = new Map<string, Map<number, Map<number, number>>>();
  /** Minutes that changed since they were last taken. */
  const changed = new Map<string, Set<number>>();
  /** How much older than their keys here all minutes are. */
  let agedSeconds = 0;
  const minuteOf = (key: string, second: number) => {
    const minutes = metrics.get(key) ?? new Map<number, Map<number, number>>();
    metrics.set(key, minutes);
    const known = minutes.get(second);
    if (known !== undefined) return known;
    const values = new Map<number, number>();
    minutes.set(second, values);
    dropOldest(minutes);
    return values;
  };
  return {
    put: (data, atMs = clock.nowMs()) => {
      const second = Math.floor(clock.toSecond(atMs) / secondsPerMinute) * secondsPerMinute + agedSeconds;
      for (const { metric, value } of data) {
        const key = metricKey(metric);
        const values = minuteOf(key, second);
        values.set(value, (values.get(value) ?? 0) + 1);
        changed.set(key, (changed.get(key) ?? new Set()).add(second));
      }
    },
    read: (metric, fromSecond, toSecond) => {
      const minutes = [...(metrics.get(metricKey(metric)) ?? [])];
      const [from, to] = [fromSecond + agedSeconds, toSecond + agedSeconds];
      const found = minutes.filter(([second]) => second >= from && second < to);
      return new Map(found.map(([second, values]) => [second - agedSeconds, values]));
    },
    takeFinished: () => {
      const now = clock.currentMinute() + agedSeconds;
      return [...changed].flatMap(([key, seconds]) =>
        [...seconds]
          .filter((second) => second < now)
          .map((second) => {
            seconds.delete(second);
            return { key, second: second - agedSeconds, values: [...(metrics.get(key)?.get(second) ?? [])] };
          }),
      );
    },
    restore: ({ key, second, values }) => {
      const minute = minuteOf(key, second + agedSeconds);
      for (const [value, count] of values) minute.set(value, count);
    },
    age: () => {
      agedSeconds += secondsPerMinute;
    },
    clear: () => {
      metrics.clear();
      changed.clear();
    },
  };
}

/** A map keeps the order of insertion: the first is the oldest. */
function dropOldest(minutes: Map<number, unknown>): void {
  const [oldest] = minutes.keys();
  if (minutes.size > minutesKept && oldest !== undefined) minutes.delete(oldest);
}
