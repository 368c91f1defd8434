import { Duration } from 'aws-cdk-lib';
import { MathExpression, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

const maximum = { period: Duration.minutes(1), statistic: Stats.MAXIMUM } as const satisfies MetricOptions;

/**
 * How many messages a queue has, in flight or not: listing them makes them invisible for a moment. SQS reports both numbers
 * together, so a minute has both or neither.
 */
export function heldBy(queue: Queue): MathExpression {
  return new MathExpression({
    label: 'messages',
    period: maximum.period,
    expression: 'visible + inFlight',
    usingMetrics: {
      visible: queue.metricApproximateNumberOfMessagesVisible(maximum),
      inFlight: queue.metricApproximateNumberOfMessagesNotVisible(maximum),
    },
  });
}

/** How many came since the minute before, while others are still there; 0 otherwise. */
export function growthOf(queue: Queue, label: string): MathExpression {
  return new MathExpression({
    label,
    period: maximum.period,
    expression: 'IF(held > more AND more > 0, more, 0)',
    usingMetrics: {
      held: heldBy(queue),
      more: new MathExpression({
        period: maximum.period,
        expression: 'DIFF(letters)',
        usingMetrics: { letters: heldBy(queue) },
      }),
    },
  });
}
