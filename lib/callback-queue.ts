import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption, type RedriveAllowPolicy, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { growthOf, heldBy } from './queue-metrics';
import { uniqueName } from './unique-name';

/** How often a callback is received from each queue before it moves on: five times in all. */
const receives = { queue: 2, retryQueue: 3 };

const deadLetterDays = 14;
/** The days that the oldest letter has left once the alarm fires. */
const actDays = 2;
/** The longest that CloudWatch looks back with periods of an hour. */
const longestDays = 7;

export interface CallbackQueueProps {
  readonly alarms: Alarms;
  /** How long a callback waits. Its age continues in the next queues, so keep this well below 14 days. */
  readonly retention: Duration;
  /** How long the consumer has a callback to itself. */
  readonly visibilityTimeout: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The callback queue, which ingest fills; the retry queue, for callbacks that failed twice; and the dead-letter queue,
 * for those that the consumer gave up on. SQS keeps a message's first time stamp when it redrives, so each queue keeps
 * messages longer than the one before it.
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
      // The callback queue too: in a stack from before the retry queue, it redrives here until the update is done.
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

  /** By name, because two queues that refer to each other would each have to be created first. */
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
      metric: growthOf(this.deadLetterQueue, 'More dead letters than a minute before, beside others'),
      what: 'Another callback failed five times, while earlier dead letters are still waiting to be moved back.',
      command: 'dead list',
      urgency: 'act now',
    });
    alarms.add('RetriesTooOld', {
      // Not its age: SQS leaves out messages that were received three times, and these were received twice before they
      // came here.
      metric: heldBy(this.retryQueue),
      // A message that succeeds at its first receive here is held for less than a minute, so it counts in one minute of
      // two. One that fails again is held for another visibility timeout. It came three minutes after the callback: 3 +
      // 2 are within 5.
      allOf: 2,
      what: 'A callback that failed twice is stuck in the retry queue: it will reach your systems late or become a dead letter.',
      command: 'status',
      urgency: 'act now',
    });
  }

  /** Fires before SQS deletes what is left. Without it, the deletion would look like the OK of the first alarm. */
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
    // Not the age: it starts over in each queue, and SQS leaves out what was received often. That a queue is never
    // empty is certain.
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

function allowOnly(...sourceQueues: IQueue[]): RedriveAllowPolicy {
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues };
}
