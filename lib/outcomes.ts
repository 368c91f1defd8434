import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as ServiceLambda } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnQueue, type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { OutcomesEnv } from '../lambda/outcomes/env';
import type { DetailType } from '../lambda/reader/families';
import { type Alarms, everyMinute } from './alarms';
import { allowPublish } from './allow-publish';
import type { CallbackBus } from './callback-bus';
import type { CallbackSubscriptionProps } from './callback-subscription';
import type { IdentityKey } from './identity-key';
import { keepPolicies } from './keep-policies';
import { keyedTable } from './keyed-table';
import { ServiceFunction } from './service-function';

const timeout = Duration.seconds(15);
/**
 * Receipts of one message often come within seconds: together they are one change, and a fuller batch costs less. With
 * very little traffic Lambda waits for up to 20 s in any case (Lambda developer guide, with-sqs).
 */
const batchingWindow = Duration.seconds(5);
/** As AWS recommends (Lambda developer guide, with-sqs), so that a batch never comes back while it runs. */
const visibilityTimeout = Duration.seconds(6 * timeout.toSeconds() + batchingWindow.toSeconds());
/** After five attempts, which take eight minutes, the message is an undelivered event. */
const receives = 5;
const queueDays = 4;
const tickEvery = Duration.minutes(5);
/** The tick is missing after that many in a row. */
const ticksMissing = 3;
/** Concurrency as a multiple of the consumer's, because a receipt takes more calls here (architecture §11). */
const perConsumer = 1.5;

/** The limit of an event source mapping. */
const mostConcurrency = 1_000;

/** The events that are receipts of messages. */
const receiptTypes = ['MT Message Response', 'MMS Delivery Report', 'RBM Event'] as const satisfies DetailType[];
/** What a sender may put on the bus. */
const submittedType = 'Message Submitted';

export interface OutcomesProps {
  readonly alarms: Alarms;
  readonly events: CallbackBus;
  readonly identityKey: IdentityKey;
  readonly retentionDays: number;
  /** Of the consumer, for each of its queues: an account with little concurrency lowers both. */
  readonly consumerConcurrency: number;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
  /** Makes the subscription. @returns its queue of undelivered events */
  subscribe(
    target: IRuleTarget,
    types: readonly DetailType[],
    own: Pick<CallbackSubscriptionProps, 'senderTypes' | 'waitedDays'>,
  ): IQueue;
  /** The logical id of an output. */
  outputName(name: string): string;
}

/** The table of messages, the function that folds receipts into it, and what brings them to it (architecture §11). */
export class Outcomes extends Construct {
  private readonly function: ServiceLambda;
  readonly queue: Queue;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OutcomesProps) {
    super(scope, id);
    const { alarms, events, identityKey, removalPolicy } = props;
    const table = keyedTable(this, removalPolicy);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout,
      retentionPeriod: Duration.days(queueDays),
      removalPolicy,
    });
    const service = new ServiceFunction<OutcomesEnv>(this, 'Service', {
      entry: 'outcomes',
      description: 'Keeps what became of each message, and publishes each change',
      timeout,
      memorySizeMb: 512,
      logRetention: props.logRetentionDays,
      removalPolicy,
      environment: {
        OUTCOMES_TABLE: table.tableName,
        EVENT_BUS: events.bus.eventBusName,
        QUEUE_URL: this.queue.queueUrl,
        IDENTITY_KEY_ARN: identityKey.secretArn,
        RETENTION_DAYS: String(props.retentionDays),
      },
    });
    this.function = service.function;
    this.logGroup = service.logGroup;
    service.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'], [table.tableArn]);
    service.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
      [this.queue.queueArn],
    );
    allowPublish(this.function, events.bus);
    identityKey.allowRead(this.function);
    this.bringReceipts(props);
    this.schedule();
    this.addAlarms(alarms);
    this.addOutputs(props, {
      OutcomesTableName: [table.tableName, 'What became of each message'],
      OutcomesQueueUrl: [this.queue.queueUrl, 'Receipts that wait for the outcomes function'],
      OutcomesFunctionName: [this.function.functionName, 'Publishes the outcomes'],
      OutcomesLogGroupName: [service.logGroup.logGroupName, 'One line for each outcome'],
    });
    if (removalPolicy === RemovalPolicy.RETAIN) keepPolicies(this);
  }

  /** A message that fails five times goes to the queue of undelivered events, and is redriven like them. */
  private bringReceipts({ events, subscribe, consumerConcurrency }: OutcomesProps): void {
    const own = { senderTypes: [submittedType], waitedDays: queueDays };
    redriveTo(this.queue, subscribe(new SqsQueue(this.queue), receiptTypes, own));
    events.archiveType(submittedType);
    this.function.addEventSourceMapping('Receipts', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxBatchingWindow: batchingWindow,
      maxConcurrency: Math.min(Math.ceil(perConsumer * consumerConcurrency), mostConcurrency),
      reportBatchItemFailures: true,
    });
  }

  /** The next tick makes up for one that failed. A tick also fails if something has been due for 15 minutes. */
  private schedule(): void {
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: tickEvery });
    new Rule(this, 'Tick', {
      description: 'Looks every five minutes for messages of which a receipt is overdue',
      schedule: Schedule.rate(tickEvery),
      targets: [new LambdaFunction(this.function, { retryAttempts: 0, maxEventAge: tickEvery })],
    });
  }

  private addAlarms(alarms: Alarms): void {
    const heading = 'Outcomes';
    alarms.add('OutcomesErrors', {
      heading,
      metric: this.function.metricErrors(everyMinute),
      // Longer than a tick: what makes each of them fail notifies once, and not every five minutes.
      outOf: tickEvery.toMinutes() + 1,
      what: 'Outcomes of messages reach your systems late: their function failed, and it tries again.',
      command: 'status',
    });
    alarms.add('OutcomesTooOld', {
      heading,
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: everyMinute.period,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 300,
      what: `Outcomes of messages reach your systems more than five minutes late: their function cannot keep up or is not running, and SQS deletes receipts after ${queueDays} days.`,
      command: 'status',
      urgency: 'check now',
    });
    // Only the tick invokes the function asynchronously.
    const ofTicks = (metricName: string) =>
      this.function.metric(metricName, { statistic: Stats.SUM, period: tickEvery });
    alarms.add('OutcomesTickMissing', {
      heading,
      metric: new MathExpression({
        label: 'Ticks',
        period: tickEvery,
        expression: 'FILL(received, 0)',
        usingMetrics: { received: ofTicks('AsyncEventsReceived') },
      }),
      allOf: ticksMissing,
      onSilence: true,
      what: `No message has become overdue for ${ticksMissing * tickEvery.toMinutes()} minutes, because nothing looked for overdue ones: the schedule is disabled or may not invoke the function.`,
      command: 'status',
      urgency: 'check now',
    });
    // Not subtracted from the ticks: CloudWatch does not document FILL for a metric that never had data.
    alarms.add('OutcomesTickFailed', {
      heading,
      metric: ofTicks('AsyncEventsDropped'),
      enough: ticksMissing,
      // Two ticks may count in one period, and none in the next.
      outOf: ticksMissing + 1,
      what: `Messages become overdue late or not at all: the last ${ticksMissing} times that the function looked for overdue ones, it could not run, failed, or found some that had been due for 15 minutes.`,
      command: 'status',
      urgency: 'check now',
    });
  }

  private addOutputs(
    { outputName }: OutcomesProps,
    outputs: Readonly<Record<string, readonly [value: string, description: string]>>,
  ): void {
    for (const [name, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value, description }).overrideLogicalId(outputName(name));
    }
  }
}

/** Sets the redrive policy after the fact: the subscription that brings the other queue needs this one first. */
function redriveTo(queue: Queue, { queueArn }: IQueue): void {
  const { defaultChild } = queue.node;
  if (!(defaultChild instanceof CfnQueue)) throw new Error('the queue has no resource of its own');
  defaultChild.redrivePolicy = { deadLetterTargetArn: queueArn, maxReceiveCount: receives };
}
