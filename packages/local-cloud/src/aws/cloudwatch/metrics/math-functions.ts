import { finite, mapped } from './math-operators';
import type { MathScope, MathValue } from './time-series';
import { periodsOf, type TimeSeries } from './time-series';

type Argument = () => MathValue;
type MathFunction = (args: readonly Argument[], scope: MathScope) => MathValue;

const functions: Readonly<Record<string, MathFunction>> = {
  ABS: ([series]) => mapped(seriesOf(series), Math.abs),
  CEIL: ([series]) => mapped(seriesOf(series), Math.ceil),
  DIFF: ([series]) => differences(seriesOf(series)),
  FLOOR: ([series]) => mapped(seriesOf(series), Math.floor),
  SUM: ([values]) => aggregate(values, (all) => all.reduce((total, value) => total + value, 0)),
  AVG: ([values]) => aggregate(values, (all) => all.reduce((total, value) => total + value, 0) / all.length),
  MIN: ([values]) => aggregate(values, (all) => Math.min(...all)),
  MAX: ([values]) => aggregate(values, (all) => Math.max(...all)),
  FILL: ([series, filler], { range }) => fill(seriesOf(series), filler?.(), periodsOf(range)),
  IF: ([condition, yes, no], { range }) => choose(condition, yes, no, periodsOf(range)),
  METRICS: ([part], { metricIds, series }) => {
    const text = part === undefined ? '' : String(part());
    return metricIds.filter((id) => id.includes(text)).map(series);
  },
  RUNNING_SUM: ([series]) => runningSum(seriesOf(series)),
  PERIOD: (_args, { range }) => range.periodSeconds,
  TIME_SERIES: ([value], { range }) => new Map(periodsOf(range).map((second) => [second, numberOf(value)])),
};

/** @throws Error for a function that is not known here */
export function callFunction(name: string, args: readonly Argument[], scope: MathScope): MathValue {
  const found = functions[name];
  if (found === undefined) throw new Error(`the function ${name} is not supported in metric math`);
  return found(args, scope);
}

/** Of one series the number over its time; of a list a series, period by period. */
function aggregate(argument: Argument | undefined, combine: (values: readonly number[]) => number): MathValue {
  const value = argument?.();
  if (value instanceof Map) return combine([...value.values()]);
  if (!Array.isArray(value)) throw new Error('SUM, AVG, MIN and MAX take a time series or a list of them');
  const all: readonly TimeSeries[] = value;
  const seconds = [...new Set(all.flatMap((series) => [...series.keys()]))].sort((left, right) => left - right);
  return finite(seconds.map((second) => [second, combine(all.flatMap((series) => series.get(second) ?? []))]));
}

/** Only with a number: `REPEAT` and `LINEAR` would need earlier values. */
function fill(series: TimeSeries, filler: MathValue | undefined, periods: readonly number[]): TimeSeries {
  if (typeof filler !== 'number') throw new Error('FILL takes a number here');
  return new Map(periods.map((second) => [second, series.get(second) ?? filler]));
}

/** From the value before, whenever that was: the first has none. */
function differences(series: TimeSeries): TimeSeries {
  const all = [...series].sort(([left], [right]) => left - right);
  return new Map(all.slice(1).map(([second, value], index) => [second, value - (all[index]?.[1] ?? value)]));
}

/** From the beginning of the range; a period without a value has none. */
function runningSum(series: TimeSeries): TimeSeries {
  let total = 0;
  const all = [...series].sort(([left], [right]) => left - right);
  return new Map(
    all.map(([second, value]) => {
      total += value;
      return [second, total] as const;
    }),
  );
}

/**
 * No value where the condition has none, or where it is false and there is no third argument. Where it is true, a missing
 * value of the second argument is 0 (user guide, "Using IF expressions").
 */
function choose(
  condition: Argument | undefined,
  yes: Argument | undefined,
  no: Argument | undefined,
  periods: readonly number[],
): TimeSeries {
  const [test, first, second] = [condition?.(), yes?.(), no?.()];
  const at = (value: MathValue | undefined, period: number) =>
    typeof value === 'number' ? value : value instanceof Map ? value.get(period) : undefined;
  const chosen = periods.map((period) => {
    const holds = at(test, period);
    if (holds === undefined) return [period, Number.NaN] as const;
    return [period, holds === 0 ? (at(second, period) ?? Number.NaN) : (at(first, period) ?? 0)] as const;
  });
  return finite(chosen);
}

function seriesOf(argument: Argument | undefined): TimeSeries {
  const value = argument?.();
  if (value instanceof Map) return value;
  throw new Error('a function of metric math was given something other than a time series');
}

function numberOf(argument: Argument | undefined): number {
  const value = argument?.();
  if (typeof value === 'number') return value;
  throw new Error('a function of metric math was given something other than a number');
}
