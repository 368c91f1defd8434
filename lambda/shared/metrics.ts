import { writeLog } from './log';
import { type MetricName, metricNamespace } from './metric-names';

export interface Metrics {
  /** Counts one; `lib/alarms.ts` alarms on it. */
  count(name: MetricName): void;
}

/** CloudWatch's embedded metric format: a metric is a log line, so counting costs no call and cannot fail. */
export function createMetrics(scope: string, now: () => number = Date.now, write = writeLog): Metrics {
  return {
    count(name) {
      const metric = { Namespace: metricNamespace, Dimensions: [['Scope']], Metrics: [{ Name: name, Unit: 'Count' }] };
      write({ _aws: { Timestamp: now(), CloudWatchMetrics: [metric] }, Scope: scope, [name]: 1 });
    },
  };
}
