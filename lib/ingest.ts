import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
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
  /** Passes with the secret's password, beside the user name of the secret. */
  readonly moUserName: string;
  /** Key of a customer that the RBM secret is encrypted with. */
  readonly rbmSecretKeyArn: string | undefined;
  /** CN that a client certificate must carry; empty where none is asked for. */
  readonly clientCertificateCn: string;
  /** Whether who shows no certificate must have another proof. */
  readonly requireCertificate: boolean;
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

type Conditions = Readonly<Record<string, Record<string, unknown>>>;

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
      // Below the gateway's 1.8 s, which is below the 2 s that Vibes waits. Lambda counts whole seconds. What a start after
      // a kill leaves of it is ingest's to ask (decision 0010).
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
    this.allow('sqs:SendMessage', queue.queueArn);
    bucket.allowCreate(this.function, 'overflow');
    this.allowRead(secrets.mo.secretArn);
    if (secrets.rbm !== undefined) this.allowRead(secrets.rbm.secretArn);
    if (props.rbmSecretKeyArn !== undefined) this.allowDecrypt(props.rbmSecretKeyArn);
    this.addAlarms(props.alarms);
  }

  private allow(action: string, resourceArn: string, conditions: Conditions = {}): void {
    const grant = { grantee: this.function, actions: [action], resourceArns: [resourceArn], conditions };
    Grant.addToPrincipal(grant).assertSuccess();
  }

  /** The versions that callers may use, and none that is merely prepared (`AWSPENDING`) or was put away. */
  private allowRead(secretArn: string): void {
    // As Secrets Manager's user guide writes it: what names no stage does not pass.
    const stages = { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS'] };
    this.allow('secretsmanager:GetSecretValue', secretArn, { 'ForAnyValue:StringEquals': stages });
  }

  /** For Secrets Manager alone: the function has no other business with the key. The key's own policy must let it, too. */
  private allowDecrypt(keyArn: string): void {
    const service = `secretsmanager.${Stack.of(this).region}.amazonaws.com`;
    this.allow('kms:Decrypt', keyArn, { StringEquals: { 'kms:ViaService': service } });
  }

  private addAlarms(alarms: Alarms): void {
    alarms.add('IngestErrors', {
      metric: this.function.metricErrors(everyMinute),
      what: 'Vibes got a 5XX, because the ingest function crashed or ran into its timeout: it sends again for 25 minutes.',
      command: 'status',
      urgency: 'check now',
    });
    alarms.add('IngestThrottled', {
      metric: this.function.metricThrottles(everyMinute),
      what: "Vibes got a 5XX, because the account's Lambda concurrency was used up: it sends again for 25 minutes.",
      command: 'doctor',
      urgency: 'check now',
    });
    alarms.add('StoreFailed', {
      metric: alarms.counted('StoreFailed'),
      what: 'Vibes got a 503, because neither the queue nor the overflow bucket accepted a callback: after 25 minutes Vibes gives up on it.',
      command: 'status',
      urgency: 'act now',
    });
    alarms.add('OverflowUsed', {
      metric: alarms.counted('OverflowUsed'),
      what: 'A callback reaches your systems a little later: the queue refused it, failed or was too slow, and the overflow bucket has it instead.',
      command: 'overflow list',
    });
    alarms.add('SecretUnreadable', {
      metric: alarms.counted('SecretUnreadable'),
      what: 'Vibes gets a 503, because a secret could not be read to check credentials with, or its value is damaged (the password before it still passes): after 25 minutes Vibes gives up on the callback.',
      command: 'doctor',
      urgency: 'act now',
    });
    alarms.add('MoUnauthorized', {
      metric: alarms.counted('MoUnauthorized'),
      what: 'An MO message came with a wrong user name or password and was answered 401: Vibes gives up on it after 25 minutes.',
      command: 'credentials status',
    });
  }
}
