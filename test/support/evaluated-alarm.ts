import { evaluateAlarm } from '../../packages/local-cloud/src/aws/cloudwatch/alarms/evaluate-alarm';
import { evaluateQuery } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/evaluate-queries';
import type { Datum } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric';
import { createMetricClock } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-clock';
import { readQueries } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-query';
import { createMetricStore } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-store';

/** What was reported in each minute; of the last ones nothing is there yet. */
export type Minutes = readonly (readonly Datum[])[];

/**
 * Evaluates an alarm of a template after each minute, while a minute's data come so many minutes late.
 * @param properties of its resource, with no reference left in them
 * @returns the minutes at whose end it was in ALARM
 */
export function minutesInAlarm(properties: Readonly<Record<string, unknown>>, minutes: Minutes, late = 0): number[] {
  return [...minutes.keys()].filter((minute) => isInAlarm(properties, minutes.slice(0, minute + 1 - late), minute + 1));
}

/** @param end of the last minute, whose number is one less: of the last ones nothing may be there yet */
export function isInAlarm(properties: Readonly<Record<string, unknown>>, minutes: Minutes, end: number): boolean {
  const store = createMetricStore(createMetricClock(60_000, () => end * 60_000));
  for (const [minute, data] of minutes.entries()) store.put(data, minute * 60_000);
  const queries = queriesOf(properties);
  const watched = queries.find(({ returnData }) => returnData);
  if (watched === undefined) throw new Error('the alarm watches nothing');
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  const range = { from: (end - evaluationPeriods - 2) * 60, to: end * 60 };
  const series = evaluateQuery(watched, queries, store, range);
  return evaluateAlarm(alarmOf(properties, queries, watched), series, 'OK').state === 'ALARM';
}

/** A single metric is a query too. */
function queriesOf(properties: Readonly<Record<string, unknown>>) {
  const { Metrics, Period, Statistic: Stat, ...Metric } = properties;
  return readQueries(Metrics ?? [{ Id: 'm', MetricStat: { Metric, Period, Stat } }]);
}

function alarmOf(
  properties: Readonly<Record<string, unknown>>,
  queries: ReturnType<typeof readQueries>,
  watched: ReturnType<typeof readQueries>[number],
) {
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  return {
    kind: 'metric',
    name: String(properties.AlarmName),
    arn: '',
    description: '',
    actionsEnabled: true,
    actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
    queries,
    watched,
    periodSeconds: 60,
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: Number(properties.Threshold),
    evaluationPeriods,
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? evaluationPeriods),
    treatMissingData: 'notBreaching',
  } as const;
}
