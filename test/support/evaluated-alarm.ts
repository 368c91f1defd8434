import { evaluateAlarm } from '../../packages/local-cloud/src/aws/cloudwatch/alarms/evaluate-alarm';
import { evaluateQuery } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/evaluate-queries';
import type { Datum } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric';
import { createMetricClock } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-clock';
import { readQueries } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-query';
import { createMetricStore } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-store';

/** What one service reports in each minute, and how many minutes later the data arrive. */
export interface Reports {
  readonly minutes: readonly (readonly Datum[])[];
  readonly late?: number | undefined;
}

/**
 * Evaluates an alarm of a template after each minute.
 * @param properties of its resource, with no reference left in them
 * @returns the minutes at whose end it was in ALARM
 */
export function minutesInAlarm(properties: Readonly<Record<string, unknown>>, ...all: readonly Reports[]): number[] {
  const queries = queriesOf(properties);
  const watched = queries.find(({ returnData }) => returnData);
  if (watched === undefined) throw new Error('the alarm watches nothing');
  const alarm = alarmOf(properties, queries, watched);
  let end = 0;
  const store = createMetricStore(createMetricClock(60_000, () => end * 60_000));
  const last = Math.max(...all.map(({ minutes }) => minutes.length));
  const inAlarm: number[] = [];
  for (let minute = 0; minute < last; minute++) {
    end = minute + 1;
    for (const { minutes, late = 0 } of all) store.put(minutes[minute - late] ?? [], (minute - late) * 60_000);
    const range = { from: (end - alarm.evaluationPeriods - 2) * 60, to: end * 60 };
    const series = evaluateQuery(watched, queries, store, range);
    if (evaluateAlarm(alarm, series, 'OK').state === 'ALARM') inAlarm.push(minute);
  }
  return inAlarm;
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
