import { writeLog } from './log';
import { type MetricName, metricNamespace } from './metric-names';

export interface Metrics {
  /**
   * Counts one; `lib/alarms.ts` alarms on it.
   * @param by dimensions beside `Scope`: few values, since each is a metric of its own
   */
  count(name: MetricName, by?: Readonly<Record<string, string>>): void;
}

/** CloudWatch's embedded metric format: a metric is a log line, so counting costs no call and cannot fail. */
export function createMetrics(scope: string, now: () => number = Date.now, write = writeLog): Metrics {
  return {
    count(name, by = {}) {
      const Dimensions = [['Scope', ...Object.keys(by)]];
      const metric = { Namespace: metricNamespace, Dimensions, Metrics: [{ Name: name, Unit: 'Count' }] };
      write({ _aws: { Timestamp: now(), CloudWatchMetrics: [metric] }, Scope: scope, ...by, [name]: 1 });
    },
  };
}
