import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as ServiceLambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SweepEnv } from '../lambda/sweep/env';
import { type Alarms, everyMinute } from './alarms';
import type { CallbackBucket } from './callback-bucket';
import type { IdentityKey } from './identity-key';
import { ServiceFunction } from './service-function';

export interface SweepProps {
  readonly alarms: Alarms;
  readonly queue: Queue;
  readonly table: Table;
  readonly bucket: CallbackBucket;
  readonly identityKey: IdentityKey;
  readonly requireRbmSignature: boolean;
  readonly requireCertificate: boolean;
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Lambda's maximum: the sweep works as long as there is something to check. */
const sweepTimeout = Duration.minutes(15);

const sweepEvery = Duration.days(1);
/** How long EventBridge keeps trying to start a sweep. */
const latestSweep = Duration.hours(2);

/** Once a day, queues again what is in the overflow bucket and was never published. */
export class Sweep extends Construct {
  private readonly function: ServiceLambda;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const { queue, table, bucket, identityKey } = props;
    const service = new ServiceFunction<SweepEnv>(this, 'Service', {
      entry: 'sweep',
      description: 'Requeues callbacks in the overflow bucket that were never published',
      timeout: sweepTimeout,
      // A whole core: reading takes most of the time, and half a core for twice as long costs the same.
      memorySizeMb: 1769,
      logRetention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      environment: {
        QUEUE_URL: queue.queueUrl,
        LEDGER_TABLE: table.tableName,
        BUCKET: bucket.bucket.bucketName,
        REQUIRE_RBM_SIGNATURE: String(props.requireRbmSignature),
        REQUIRE_CERTIFICATE: String(props.requireCertificate),
        IDENTITY_KEY_ARN: identityKey.secretArn,
        METRIC_SCOPE: props.metricScope,
      },
    });
    this.function = service.function;
    service.allow(['sqs:SendMessage'], [queue.queueArn]);
    service.allow(['dynamodb:GetItem'], [table.tableArn]);
    identityKey.allowRead(this.function);
    bucket.allow(this.function, 's3:GetObject', 'overflow');
    bucket.allowList(this.function, 'overflow');
    this.schedule();
    this.addAlarms(props.alarms);
  }

  private schedule(): void {
    const target = new LambdaFunction(this.function, { retryAttempts: 2, maxEventAge: latestSweep });
    new Rule(this, 'Daily', {
      description: 'Looks once a day for callbacks that were stored and never published',
      schedule: Schedule.rate(sweepEvery),
      targets: [target],
    });
  }

  private addAlarms(alarms: Alarms): void {
    alarms.add('OverflowRequeued', {
      metric: alarms.counted('OverflowRequeued'),
      what: 'A callback reaches your systems hours late: it was stored in the overflow bucket and never published, and the daily sweep has queued it again.',
      command: 'status',
    });
    alarms.add('SweepMissing', {
      metric: new MathExpression({
        label: 'Runs of the sweep',
        period: Duration.hours(1),
        expression: 'FILL(runs, 0)',
        usingMetrics: { runs: this.function.metricInvocations({ statistic: Stats.SUM }) },
      }),
      allOf: sweepEvery.plus(latestSweep).toHours(),
      onSilence: true,
      what: 'The daily sweep has not run for more than a day, so unpublished callbacks in the overflow bucket stay there: its rule is disabled or may not invoke it.',
      command: 'overflow list',
    });
    alarms.add('SweepFailed', {
      metric: this.function.metricErrors(everyMinute),
      // Lambda counts an error in the minute in which the invocation began, and this one may run for its whole timeout.
      outOf: sweepTimeout.toMinutes() + 5,
      what: 'The daily sweep failed, so there may be unpublished callbacks in the overflow bucket.',
      command: 'overflow list',
    });
  }
}
