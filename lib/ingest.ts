import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IngestEnv } from '../lambda/ingest/env';
import { type Alarms, everyMinute } from './alarms';
import type { CallbackBucket } from './callback-bucket';
import type { CallbackSecrets } from './callback-secrets';
import { ServiceFunction } from './service-function';

/** CPU grows with it, and a cold start needs CPU: decision 0010. */
export const ingestMemoryMb = 512;

export interface IngestProps {
  readonly alarms: Alarms;
  readonly queue: Queue;
  readonly bucket: CallbackBucket;
  readonly secrets: CallbackSecrets;
  /** Accepted with the secret's password, as is the user name in the secret. */
  readonly moUserName: string;
  /** The customer managed key that the RBM secret is encrypted with. */
  readonly rbmSecretKeyArn: string | undefined;
  /** The CN that a client certificate must have; empty if none is required. */
  readonly clientCertificateCn: string;
  /** Whether a caller without a certificate needs another proof. */
  readonly requireCertificate: boolean;
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The function that stores a callback and answers Vibes. */
export class Ingest extends Construct {
  readonly function: LambdaFunction;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { queue, bucket, secrets } = props;
    const service = new ServiceFunction<IngestEnv>(this, 'Service', {
      entry: 'ingest',
      description: 'Stores a callback from Vibes and answers it',
      // Below the gateway's 1.8 s, which is below the 2 s that Vibes waits; Lambda counts in whole seconds. After a
      // kill, the next start uses part of this time: ingest asks how much is left (decision 0010).
      timeout: Duration.seconds(1),
      memorySizeMb: ingestMemoryMb,
      logRetention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      environment: {
        QUEUE_URL: queue.queueUrl,
        OVERFLOW_BUCKET: bucket.bucket.bucketName,
        MO_SECRET_ARN: secrets.mo.secretArn,
        MO_USER_NAME: props.moUserName,
        RBM_SECRET_ARN: secrets.rbm?.secretArn ?? '',
        CLIENT_CERTIFICATE_CN: props.clientCertificateCn,
        REQUIRE_CERTIFICATE: String(props.requireCertificate),
        METRIC_SCOPE: props.metricScope,
      },
    });
    this.function = service.function;
    this.logGroupName = service.logGroup.logGroupName;
    service.allow(['sqs:SendMessage'], [queue.queueArn]);
    bucket.allowCreate(this.function, 'overflow');
    allowRead(service, secrets.mo.secretArn);
    if (secrets.rbm !== undefined) allowRead(service, secrets.rbm.secretArn);
    if (props.rbmSecretKeyArn !== undefined) allowDecrypt(service, props.rbmSecretKeyArn);
    this.addAlarms(props.alarms);
  }

  private addAlarms(alarms: Alarms): void {
    alarms.add('IngestErrors', {
      metric: this.function.metricErrors(everyMinute),
      what: 'Vibes got a 5XX, because the ingest function crashed or timed out: Vibes retries for 25 minutes.',
      command: 'status',
      urgency: 'check now',
    });
    alarms.add('IngestThrottled', {
      metric: this.function.metricThrottles(everyMinute),
      what: "Vibes got a 5XX, because the account's Lambda concurrency was used up: Vibes retries for 25 minutes.",
      command: 'doctor',
      urgency: 'check now',
    });
    alarms.add('StoreFailed', {
      metric: alarms.counted('StoreFailed'),
      what: 'Vibes got a 503, because neither the queue nor the overflow bucket accepted a callback: Vibes gives up on it after 25 minutes.',
      command: 'status',
      urgency: 'act now',
    });
    alarms.add('OverflowUsed', {
      metric: alarms.counted('OverflowUsed'),
      what: 'A callback reaches your systems a little late: SQS refused it, failed or was too slow, so it was stored in the overflow bucket.',
      command: 'overflow list',
    });
    alarms.add('SecretUnreadable', {
      metric: alarms.counted('SecretUnreadable'),
      what: 'A secret cannot be read or its value is damaged, so Vibes gets a 503 (unless the previous password still works) and gives up on a callback after 25 minutes.',
      command: 'doctor',
      urgency: 'act now',
    });
    alarms.add('MoUnauthorized', {
      metric: alarms.counted('MoUnauthorized'),
      what: 'An MO message with a wrong user name or password got a 401: Vibes gives up on it after 25 minutes.',
      command: 'credentials status',
    });
  }
}

/** Only versions that callers may use: not one that is merely prepared (`AWSPENDING`) or has no stage. */
function allowRead(service: ServiceFunction<IngestEnv>, secretArn: string): void {
  // In the form of Secrets Manager's user guide: a request that names no stage is not allowed.
  const stages = { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS'] };
  service.allow(['secretsmanager:GetSecretValue'], [secretArn], { 'ForAnyValue:StringEquals': stages });
}

/**
 * Through Secrets Manager only, because the function has no other use for the key. The key's own policy must allow it
 * too.
 */
function allowDecrypt(service: ServiceFunction<IngestEnv>, keyArn: string): void {
  const secretsManager = `secretsmanager.${Stack.of(service).region}.amazonaws.com`;
  service.allow(['kms:Decrypt'], [keyArn], { StringEquals: { 'kms:ViaService': secretsManager } });
}
