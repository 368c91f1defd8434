import type { Values } from './metric-store';

/** From the values of a period to its one number. */
export type Statistic = (values: Values) => number;

const simple: Readonly<Record<string, Statistic>> = {
  SampleCount: (values) => count(values),
  Sum: (values) => sum(values),
  Average: (values) => sum(values) / count(values),
  Minimum: (values) => Math.min(...values.keys()),
  Maximum: (values) => Math.max(...values.keys()),
};

/** `Sum`, `Maximum`, `p99`, … Undefined for a statistic that is not known here. */
export function statisticOf(name: string): Statistic | undefined {
  const percentile = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1];
  return percentile === undefined ? simple[name] : (values) => percentileOf(values, Number(percentile) / 100);
}

/** The values of several minutes together. */
export function mergeValues(minutes: readonly Values[]): Values {
  const merged = new Map<number, number>();
  for (const values of minutes) {
    for (const [value, times] of values) merged.set(value, (merged.get(value) ?? 0) + times);
  }
  return merged;
}

function count(values: Values): number {
  return [...values.values()].reduce((total, times) => total + times, 0);
}

function sum(values: Values): number {
  return [...values].reduce((total, [value, times]) => total + value * times, 0);
}

function percentileOf(values: Values, share: number): number {
  const sorted = [...values].sort(([left], [right]) => left - right);
  let left = Math.max(1, Math.ceil(count(values) * share));
  for (const [value, times] of sorted) {
    left -= times;
    if (left <= 0) return value;
  }
  return Number.NaN;
}
