import { writeLog } from './log';
import { type MetricName, metricNamespace } from './metric-names';

export interface Metrics {
  /**
   * Counts one; `lib/alarms.ts` alarms on it.
   * @param by dimensions beside `Scope`: few values, since each is a metric of its own
   */
  count(name: MetricName, by?: Readonly<Record<string, string>>): void;
  /**
   * Counts a request in each minute in which API Gateway may count it too: in that of its arrival and, if another has begun
   * by then, in that of its answer. So what we count is never less than what the gateway counts.
   * @param arrivedAtMs the gateway's `requestTimeEpoch`: AWS' page on what an authorizer gets does not have it, so without
   *   one it arrived now
   */
  countRequest(name: MetricName, arrivedAtMs: number | undefined, by?: Readonly<Record<string, string>>): void;
}

const minuteMs = 60_000;

/** The longest that an answer takes from here to the gateway's count: the rest of the integration's time. */
const answerMs = 1_000;

/** CloudWatch's embedded metric format: a metric is a log line, so counting costs no call and cannot fail. */
export function createMetrics(scope: string, now: () => number = Date.now, write = writeLog): Metrics {
  const countAt = (Timestamp: number, name: MetricName, by: Readonly<Record<string, string>>) => {
    const Dimensions = [['Scope', ...Object.keys(by)]];
    const metric = { Namespace: metricNamespace, Dimensions, Metrics: [{ Name: name, Unit: 'Count' }] };
    write({ _aws: { Timestamp, CloudWatchMetrics: [metric] }, Scope: scope, ...by, [name]: 1 });
  };
  return {
    count: (name, by = {}) => countAt(now(), name, by),
    countRequest: (name, arrivedAtMs = now(), by = {}) => {
      const answeredAtMs = now() + answerMs;
      countAt(arrivedAtMs, name, by);
      if (minuteOf(arrivedAtMs) < minuteOf(answeredAtMs)) countAt(answeredAtMs, name, by);
    },
  };
}

function minuteOf(ms: number): number {
  return Math.floor(ms / minuteMs);
}
