import type { TimeSeries } from '../metrics/time-series';
import { type AlarmState, comparisons, type MetricAlarm } from './alarm-definition';

export interface Evaluation {
  readonly state: AlarmState;
  /** CloudWatch's own sentence. */
  readonly reason: string;
  /** The data points that were looked at, the newest first. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly second: number;
  readonly value: number;
}

/**
 * How many more periods than the evaluation periods are looked at, in case data points are missing. CloudWatch does
 * not say how many; its example has five for three ("How alarm state is evaluated when data is missing").
 */
export const periodsBeyond = 2;

/**
 * Evaluates an alarm as CloudWatch does. With enough data points in the range, the most recent ones decide, missing
 * or not; with fewer, missing ones count as the alarm says.
 * @param series the periods of the evaluation range that have a value
 * @param current the state that is kept where missing data are to be ignored
 */
export function evaluateAlarm(alarm: MetricAlarm, series: TimeSeries, current: AlarmState): Evaluation {
  const all = [...series]
    .map(([second, value]) => ({ second, value }))
    .sort((left, right) => right.second - left.second);
  const points = all.slice(0, alarm.evaluationPeriods);
  const missing = alarm.evaluationPeriods - points.length;
  const breaching = points.filter(({ value }) => comparisons[alarm.comparison].holds(value, alarm.threshold)).length;
  const state = decide(alarm, { breaching, present: points.length, missing }, current);
  return { state, points, reason: explain(alarm, state, points, { breaching, missing }) };
}

interface Counts {
  readonly breaching: number;
  readonly present: number;
  readonly missing: number;
}

function decide(alarm: MetricAlarm, { breaching, present, missing }: Counts, current: AlarmState): AlarmState {
  const { datapointsToAlarm: needed, treatMissingData } = alarm;
  const rings = (count: number) => (count >= needed ? 'ALARM' : 'OK');
  if (missing === 0) return rings(breaching);
  switch (treatMissingData) {
    case 'breaching':
      return rings(breaching + missing);
    case 'notBreaching':
      return rings(breaching);
    case 'missing':
      // Decide by the few values that exist.
      return present === 0 ? 'INSUFFICIENT_DATA' : breaching >= Math.min(needed, present) ? 'ALARM' : 'OK';
    case 'ignore':
      if (present === 0) return current;
      if (breaching >= needed) return 'ALARM';
      return breaching === present ? current : 'OK';
    default:
      return treatMissingData satisfies never;
  }
}

function explain(
  { evaluationPeriods, datapointsToAlarm, comparison, threshold, treatMissingData }: MetricAlarm,
  state: AlarmState,
  points: readonly Point[],
  { breaching, missing }: { readonly breaching: number; readonly missing: number },
): string {
  const treated = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  if (points.length === 0 && (treatMissingData === 'breaching' || treatMissingData === 'notBreaching')) {
    const periods = `${evaluationPeriods} period${evaluationPeriods === 1 ? '' : 's'}`;
    const were = missing === 1 ? '1 missing datapoint was' : `${missing} missing datapoints were`;
    return `Threshold Crossed: no datapoints were received for ${periods} and ${were} treated as [${treated}].`;
  }
  if (points.length === 0) return 'Insufficient Data: no datapoints were received.';
  const list = points.map(({ value }) => decimal(value)).join(', ');
  const count = state === 'ALARM' ? breaching : points.length - breaching;
  const verb = count === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : ' not';
  const { sentence } = comparisons[comparison];
  const minimum = state === 'ALARM' ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const change = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  const plural = minimum === 1 ? '' : 's';
  return `Threshold Crossed: ${count} out of the last ${evaluationPeriods} datapoints [${list}] ${verb}${not} ${sentence} the threshold (${decimal(threshold)}) (minimum ${minimum} datapoint${plural} for ${change} transition).`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
