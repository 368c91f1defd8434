import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption, type RedriveAllowPolicy, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { uniqueName } from './unique-name';

/** How often a callback is received from a queue before it goes on to the next: five times in all. */
const receives = { queue: 2, retryQueue: 3 };

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
      retentionPeriod: Duration.days(14),
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
  }

  /** By its name: each of two queues that name each other would have to be made before the other. */
  private known(id: string, queueName: string): IQueue {
    return Queue.fromQueueArn(this, id, Stack.of(this).formatArn({ service: 'sqs', resource: queueName }));
  }

  private addAlarms(alarms: Alarms): void {
    const maximum = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    alarms.add('DeadLetters', {
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(maximum),
      what: 'A callback failed five times and is in the dead-letter queue: your systems do not get it until somebody moves it back, within 14 days.',
      command: 'dead list',
      isAtRisk: true,
    });
    alarms.add('MessagesTooOld', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(maximum),
      threshold: 120,
      what: 'Callbacks reach your systems more than two minutes late: the consumer does not keep up or does not run.',
      command: 'status',
      isAtRisk: true,
    });
    alarms.add('RetriesTooOld', {
      // Its age counts from when it came to this queue, which is three minutes after the callback: 3 + 1 + 1 are within 5.
      metric: this.retryQueue.metricApproximateAgeOfOldestMessage(maximum),
      threshold: 60,
      what: 'A callback that failed twice has been waiting in the retry queue for a minute: it reaches your systems late, or becomes a dead letter.',
      command: 'status',
      isAtRisk: true,
    });
  }
}

function allowOnly(...sourceQueues: IQueue[]): RedriveAllowPolicy {
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues };
}
