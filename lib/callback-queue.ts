import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { MathExpression, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption, type RedriveAllowPolicy, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { uniqueName } from './unique-name';

/** How often a callback is received from a queue before it goes on to the next: five times in all. */
const receives = { queue: 2, retryQueue: 3 };

const deadLetterDays = 14;
/** What is left of them, for the letter that was the oldest when it came there, once the alarm fires. */
const actDays = 2;
/** The most that CloudWatch looks back with periods of an hour. */
const longestDays = 7;

export interface CallbackQueueProps {
  readonly alarms: Alarms;
  /** How long a callback waits. A message's age counts on in the next queues, so keep it well below 14 days. */
  readonly retention: Duration;
  /** How long the consumer has a callback to itself. */
  readonly visibilityTimeout: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Where ingest puts callbacks, where those go that failed twice, and where those end that the consumer gave up.
 * A redrive by SQS keeps a message's first time stamp, so each queue keeps messages for longer than the one before it.
 */
export class CallbackQueue extends Construct {
  readonly queue: Queue;
  readonly retryQueue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: CallbackQueueProps) {
    super(scope, id);
    const { retention, visibilityTimeout } = props;
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, removalPolicy: props.removalPolicy };
    const names = { queue: uniqueName(this), retryQueue: uniqueName(this, '-retry') };
    const queue = this.known('Source', names.queue);
    const retryQueue = this.known('RetrySource', names.retryQueue);
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...common,
      retentionPeriod: Duration.days(deadLetterDays),
      // The callback queue too: until a stack of before the retry queue is updated, it is the one that redrives here.
      redriveAllowPolicy: allowOnly(retryQueue, queue),
    });
    this.retryQueue = new Queue(this, 'Retries', {
      ...common,
      visibilityTimeout,
      queueName: names.retryQueue,
      retentionPeriod: Duration.days(2 * retention.toDays()),
      redriveAllowPolicy: allowOnly(queue),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: receives.retryQueue },
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout,
      queueName: names.queue,
      retentionPeriod: retention,
      deadLetterQueue: { queue: this.retryQueue, maxReceiveCount: receives.queue },
    });
    this.addAlarms(props.alarms);
    this.addExpiring(props.alarms, retention);
  }

  /** By its name: each of two queues that name each other would have to be made before the other. */
  private known(id: string, queueName: string): IQueue {
    return Queue.fromQueueArn(this, id, Stack.of(this).formatArn({ service: 'sqs', resource: queueName }));
  }

  private addAlarms(alarms: Alarms): void {
    const maximum = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    alarms.add('DeadLetters', {
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(maximum),
      what: 'A callback failed five times and is in the dead-letter queue: your systems do not get it until you move it back, within 14 days.',
      command: 'dead list',
      urgency: 'act now',
    });
    alarms.add('MessagesTooOld', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(maximum),
      threshold: 120,
      what: 'Callbacks reach your systems more than two minutes late: the consumer cannot keep up or is not running.',
      command: 'status',
      urgency: 'act now',
    });
    alarms.add('DeadLettersGrow', {
      heading: 'DeadLetters',
      metric: new MathExpression({
        label: 'More dead letters than a minute before, beside others',
        period: maximum.period,
        expression: 'IF(held > more AND more > 0, more, 0)',
        usingMetrics: {
          // Listing them makes them invisible for a moment, so invisible ones count too.
          held: heldBy(this.deadLetterQueue, maximum),
          more: new MathExpression({
            period: maximum.period,
            expression: 'DIFF(letters)',
            usingMetrics: { letters: heldBy(this.deadLetterQueue, maximum) },
          }),
        },
      }),
      what: 'Another callback failed five times, while earlier dead letters are still waiting to be moved back.',
      command: 'dead list',
      urgency: 'act now',
    });
    alarms.add('RetriesTooOld', {
      // Not its age: SQS leaves out of it what was received three times, and what comes here was received twice already.
      metric: heldBy(this.retryQueue, maximum),
      // What the first receive here works off is held for less than a minute, so for one of two. Failed again, it is held
      // for a visibility timeout more. It came three minutes after the callback: 3 + 2 are within 5.
      allOf: 2,
      what: 'A callback that failed twice is stuck in the retry queue: it will reach your systems late or become a dead letter.',
      command: 'status',
      urgency: 'act now',
    });
  }

  /** Fires before SQS deletes what is left: otherwise their deletion would look like the OK of the first alarm. */
  private addExpiring(alarms: Alarms, retention: Duration): void {
    const days = retention.toDays();
    const hourly = { period: Duration.hours(1), statistic: Stats.MAXIMUM };
    const common = { heading: 'Expiring', urgency: 'act now' } as const;
    alarms.add('CallbacksExpiring', {
      ...common,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
      threshold: Duration.hours(12 * days).toSeconds(),
      what: `Callbacks have waited for half of the ${days} days after which SQS deletes them: the consumer is not running.`,
      command: 'doctor',
    });
    // An age counts anew in each queue, and SQS leaves out of it what was received often; that a queue is never empty is sure.
    alarms.add('RetriesExpiring', {
      ...common,
      metric: this.retryQueue.metricApproximateNumberOfMessagesVisible({ ...hourly, statistic: Stats.MINIMUM }),
      allOf: 12 * days,
      what: `Callbacks have waited in the retry queue for ${12 * days} hours, and SQS deletes them ${2 * days} days after they arrived: the consumer is not reading it.`,
      command: 'doctor',
    });
    const standing = Math.min(longestDays, deadLetterDays - 2 * days - actDays);
    alarms.add('DeadLettersExpiring', {
      ...common,
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(hourly),
      allOf: 24 * standing,
      what: `There have been dead letters for ${standing} days, and SQS deletes each ${deadLetterDays} days after its callback arrived: the first in ${actDays} days at the earliest.`,
      command: 'dead list',
    });
  }
}

/** How many messages a queue has, in flight or not: SQS reports the two together, so a minute has both or neither. */
function heldBy(queue: Queue, options: MetricOptions): MathExpression {
  return new MathExpression({
    label: 'messages',
    period: Duration.minutes(1),
    expression: 'visible + inFlight',
    usingMetrics: {
      visible: queue.metricApproximateNumberOfMessagesVisible(options),
      inFlight: queue.metricApproximateNumberOfMessagesNotVisible(options),
    },
  });
}

function allowOnly(...sourceQueues: IQueue[]): RedriveAllowPolicy {
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues };
}
