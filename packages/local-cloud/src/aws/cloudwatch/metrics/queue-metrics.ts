import type { QueueGauge } from '../../sqs/queue-gauges';
import type { Datum } from './metric';
import type { MetricClock } from './metric-clock';

/** What SQS reports of a queue once a minute. An age is one of CloudWatch's clock: its minutes may be shorter than ours. */
export function queueMetrics(gauges: readonly QueueGauge[], { minuteMs }: MetricClock): readonly Datum[] {
  return gauges.flatMap(({ queueName, visible, inFlight, delayed, oldestAgeMs }) => {
    const report = (name: string, value: number) => ({
      metric: { namespace: 'AWS/SQS', name, dimensions: { QueueName: queueName } },
      value,
    });
    return [
      report('ApproximateNumberOfMessagesVisible', visible),
      report('ApproximateNumberOfMessagesNotVisible', inFlight),
      report('ApproximateNumberOfMessagesDelayed', delayed),
      report('ApproximateAgeOfOldestMessage', Math.floor((oldestAgeMs / minuteMs) * 60)),
    ];
  });
}
