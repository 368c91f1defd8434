import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ConsumerEnv } from '../lambda/consumer/env';
import { type Alarms, everyMinute } from './alarms';
import { allowPublish } from './allow-publish';
import type { CallbackBucket } from './callback-bucket';
import type { IdentityKey } from './identity-key';
import { ServiceFunction } from './service-function';

/**
 * The queue's visibility timeout is six times this, as AWS recommends, so that a batch never comes back while it runs.
 */
export const consumerTimeout = Duration.seconds(15);

/**
 * Longer than a callback's 4 days in the queue, 8 in the retry queue, 14 as a dead letter, and the 24 hours in which
 * Vibes resends, together.
 */
const ledgerDays = 30;

export interface ConsumerProps {
  readonly alarms: Alarms;
  /** Read in batches. */
  readonly queue: Queue;
  /** Read one callback at a time: one that failed twice must not take healthy neighbors along. */
  readonly retryQueue: Queue;
  readonly table: Table;
  readonly bus: EventBus;
  readonly bucket: CallbackBucket;
  readonly identityKey: IdentityKey;
  readonly requireRbmSignature: boolean;
  readonly requireCertificate: boolean;
  /**
   * Maximum invocations at a time for each of the two queues. Their event source mappings hold back, so no reserved
   * concurrency is needed.
   */
  readonly concurrency: number;
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The function that turns callbacks into events. */
export class Consumer extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id);
    const { queue, retryQueue, table, bus, bucket, identityKey } = props;
    const service = new ServiceFunction<ConsumerEnv>(this, 'Service', {
      entry: 'consumer',
      description: 'Publishes each callback from Vibes as one typed event',
      timeout: consumerTimeout,
      memorySizeMb: 512,
      logRetention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      environment: {
        QUEUE_URL: queue.queueUrl,
        RETRY_QUEUE_URL: retryQueue.queueUrl,
        LEDGER_TABLE: table.tableName,
        EVENT_BUS: bus.eventBusName,
        BUCKET: bucket.bucket.bucketName,
        REQUIRE_RBM_SIGNATURE: String(props.requireRbmSignature),
        REQUIRE_CERTIFICATE: String(props.requireCertificate),
        LEDGER_DAYS: String(ledgerDays),
        IDENTITY_KEY_ARN: identityKey.secretArn,
        METRIC_SCOPE: props.metricScope,
      },
    });
    this.function = service.function;
    this.logGroup = service.logGroup;
    service.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      [queue.queueArn, retryQueue.queueArn],
    );
    service.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
      [table.tableArn],
    );
    allowPublish(this.function, bus);
    identityKey.allowRead(this.function);
    bucket.allow(this.function, 's3:GetObject', 'overflow');
    bucket.allow(this.function, 's3:PutObject', 'attachments', 'unrecognized');
    this.read('Callbacks', queue, { batchSize: 10, maxConcurrency: props.concurrency });
    this.read('Retries', retryQueue, { batchSize: 1, maxConcurrency: props.concurrency });
    this.addAlarms(props.alarms);
  }

  private read(
    id: string,
    { queueArn }: Queue,
    size: { readonly batchSize: number; readonly maxConcurrency: number },
  ): void {
    this.function.addEventSourceMapping(id, { ...size, eventSourceArn: queueArn, reportBatchItemFailures: true });
  }

  private addAlarms(alarms: Alarms): void {
    alarms.add('ConsumerErrors', {
      metric: this.function.metricErrors(everyMinute),
      what: 'Callbacks reach your systems late: the consumer crashed or timed out, and they went back to their queue.',
      command: 'status',
    });
    alarms.add('RecordFailed', {
      metric: alarms.counted('RecordFailed'),
      what: 'A callback reaches your systems late: it could not be processed and went back to its queue, and after five failures it goes to the dead-letter queue.',
      command: 'status',
    });
    alarms.add('Unrecognized', {
      metric: alarms.counted('Unrecognized'),
      what: 'A callback was not understood: your systems got it as Unrecognized Callback, and its bytes are kept.',
      command: 'unrecognized list',
    });
    alarms.add('MoUnauthenticated', {
      metric: alarms.counted('MoUnauthenticated'),
      what: 'Your systems did not get an MO message, because it came in on a route without a password: it is kept as unrecognized.',
      command: 'unrecognized list --reason mo-unauthenticated',
    });
    alarms.add('RbmUnverified', {
      metric: alarms.counted('RbmUnverified'),
      what: 'Your systems did not get an RBM callback, because it carried no signature or a wrong one: it is kept as unrecognized.',
      command: 'unrecognized list --reason rbm-unverified',
    });
  }
}
