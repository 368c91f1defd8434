import { writeLog } from './log';
import { type MetricName, metricNamespace } from './metric-names';

export interface Metrics {
  /**
   * Adds one; `lib/alarms.ts` has the alarms.
   * @param by dimensions besides `Scope`, with few values, because each value is a metric of its own
   */
  count(name: MetricName, by?: Readonly<Record<string, string>>): void;
  /** A sample that adds nothing, so that the metric's SampleCount includes what its Sum does not. */
  countNone(name: MetricName, by?: Readonly<Record<string, string>>): void;
  /**
   * Counts a request in each minute in which API Gateway may count it too: the minute of its arrival and, if another
   * has begun by then, the minute of its answer. So our count is never less than the gateway's.
   * @param arrivedAtMs the gateway's `requestTimeEpoch`. AWS' page on an authorizer's input does not have it; without it,
   *   the request arrived now
   */
  countRequest(name: MetricName, arrivedAtMs: number | undefined, by?: Readonly<Record<string, string>>): void;
}

const minuteMs = 60_000;

/** The longest from here until the gateway counts the answer: the rest of the integration's time. */
const answerMs = 1_000;

/** Uses CloudWatch's embedded metric format: a metric is a log line, so counting makes no call and cannot fail. */
export function createMetrics(scope: string, now: () => number = Date.now, write = writeLog): Metrics {
  const countAt = (Timestamp: number, name: MetricName, by: Readonly<Record<string, string>>, value = 1) => {
    const Dimensions = [['Scope', ...Object.keys(by)]];
    const metric = { Namespace: metricNamespace, Dimensions, Metrics: [{ Name: name, Unit: 'Count' }] };
    write({ _aws: { Timestamp, CloudWatchMetrics: [metric] }, Scope: scope, ...by, [name]: value });
  };
  return {
    count: (name, by = {}) => countAt(now(), name, by),
    countNone: (name, by = {}) => countAt(now(), name, by, 0),
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
