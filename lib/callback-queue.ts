import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { uniqueName } from './unique-name';

export interface CallbackQueueProps {
  readonly alarms: Alarms;
  /** How long a callback waits. A message's age counts on in the dead-letter queue, so keep it well below 14 days. */
  readonly retention: Duration;
  /** How long the consumer has a callback to itself. */
  readonly visibilityTimeout: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** Where ingest puts callbacks, and where those end that the consumer gave up. */
export class CallbackQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: CallbackQueueProps) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, removalPolicy: props.removalPolicy };
    const queueName = uniqueName(this);
    const source = Queue.fromQueueArn(
      this,
      'Source',
      Stack.of(this).formatArn({ service: 'sqs', resource: queueName }),
    );
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...common,
      retentionPeriod: Duration.days(14),
      // By its name: each of the two queues would have to be made before the other.
      redriveAllowPolicy: { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [source] },
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName,
      retentionPeriod: props.retention,
      visibilityTimeout: props.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 5 },
    });
    this.addAlarms(props.alarms);
  }

  private addAlarms(alarms: Alarms): void {
    const maximum = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    alarms.add('DeadLetters', {
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(maximum),
      what: 'A callback failed five times and is now in the dead-letter queue.',
    });
    alarms.add('MessagesTooOld', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(maximum),
      threshold: 120,
      what: 'A callback has been waiting in the queue for two minutes: the consumer does not keep up or does not run.',
    });
  }
}
