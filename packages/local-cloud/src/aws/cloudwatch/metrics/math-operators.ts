import type { MathValue, TimeSeries } from './time-series';

export type Operator = (left: number, right: number) => number;

const truth = (value: boolean) => (value ? 1 : 0);

/** Truth is 1 and 0 (user guide, "Using metric math", logical and comparison operators). */
export const operators: Readonly<Record<string, Operator>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  '&&': (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
  '||': (left, right) => truth(left !== 0 || right !== 0),
};

/**
 * A value that is missing in one of two time series counts as 0. There is no result if both are missing, or for a division
 * by 0 (user guide, "Using metric math", arithmetic functions and operators).
 */
export function combine(operator: Operator, left: MathValue, right: MathValue): MathValue {
  if (typeof left === 'number' && typeof right === 'number') return operator(left, right);
  if (typeof left === 'number' && right instanceof Map) return mapped(right, (value) => operator(left, value));
  if (left instanceof Map && typeof right === 'number') return mapped(left, (value) => operator(value, right));
  if (left instanceof Map && right instanceof Map) {
    const seconds = [...new Set([...left.keys(), ...right.keys()])].sort((one, other) => one - other);
    return finite(seconds.map((second) => [second, operator(left.get(second) ?? 0, right.get(second) ?? 0)]));
  }
  throw new Error('metric math cannot calculate with text or lists of time series');
}

export function mapped(series: TimeSeries, change: (value: number) => number): TimeSeries {
  return finite([...series].map(([second, value]) => [second, change(value)]));
}

export function finite(entries: readonly (readonly [number, number])[]): TimeSeries {
  return new Map(entries.filter(([, value]) => Number.isFinite(value)));
}
