import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { prefixes } from './bucket-prefixes';
import { uniqueName } from './unique-name';

export type Prefix = keyof typeof prefixes;

/**
 * A dead letter names its overflow envelope until 14 days after it came, and redriven on the last day until 14 days after
 * that. Redriven again and again it may outlive the envelope: the runbook's part DeadLetters says so.
 */
const overflowDays = 30;

/** The record of a dead letter that was deleted: as long as the ledger remembers what was published. */
const droppedDays = 30;

export interface CallbackBucketProps {
  /** Gets a notification for every overflow envelope. */
  readonly queue: Queue;
  readonly mediaDays: number;
  readonly unrecognizedDays: number;
  readonly logDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Envelopes that fit no message, attachments, and the bytes of unrecognized callbacks. */
export class CallbackBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: CallbackBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: uniqueName(this),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: props.removalPolicy,
      lifecycleRules: [
        expire(prefixes.overflow, overflowDays),
        expire(prefixes.attachments, props.mediaDays),
        expire(prefixes.unrecognized, props.unrecognizedDays),
        // Written by `dead drop`, read by `find`.
        expire(prefixes.dropped, droppedDays),
        // Also without access logs: a setting that is taken back must not keep what it wrote for ever.
        expire(prefixes.accessLogs, props.logDays),
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    this.notify(props.queue);
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Server access logs need a bucket of their own; only the two functions may reach this one.',
    });
  }

  /** Lets a function do this to the objects under these prefixes, and to no others. */
  allow(grantee: IGrantable, action: 's3:GetObject' | 's3:PutObject', ...under: Prefix[]): void {
    grantObjects(this.bucket, grantee, action, under).assertSuccess();
  }

  /** Lets a function write under this prefix where no object is: it cannot overwrite one. */
  allowCreate(grantee: IGrantable, under: Prefix): void {
    // User guide of S3, "Enforce conditional writes": the header takes no value but `*`.
    const conditions = { Null: { 's3:if-none-match': 'false' } };
    grantObjects(this.bucket, grantee, 's3:PutObject', [under], conditions).assertSuccess();
  }

  /**
   * Lets a role of Firehose deliver under the prefix of access logs (Firehose developer guide, "Grant Firehose access to an
   * Amazon S3 destination").
   */
  allowAccessLogs(role: Role): void {
    const objects = `${prefixes.accessLogs}*`;
    const grant = (actions: readonly string[], resourceArn: string) =>
      Grant.addToPrincipal({ grantee: role, actions: [...actions], resourceArns: [resourceArn] }).assertSuccess();
    grant(['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], this.bucket.arnForObjects(objects));
    grant(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], this.bucket.bucketArn);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.resource)}.Arn>/${objects}]`,
      reason: 'Firehose names an object after its stream and the time: only the prefix is known before.',
    });
  }

  /** Lets a function list what is under this prefix. */
  allowList(grantee: IGrantable, under: Prefix): void {
    const conditions = { StringEquals: { 's3:prefix': prefixes[under] } };
    const resourceArns = [this.bucket.bucketArn];
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns, conditions }).assertSuccess();
  }

  private get resource(): CfnBucket {
    const resource = resourceOf(this.bucket);
    if (resource === undefined) throw new Error('the bucket has no resource of its own');
    return resource;
  }

  /**
   * In the bucket's own properties: the L2 way is a custom resource with a function of its own. S3 tries the queue when
   * the bucket is made, so the queue's policy comes first and knows the bucket by its name alone.
   */
  private notify(queue: Queue): void {
    const { account, partition } = Stack.of(this);
    const bucketArn = `arn:${partition}:s3:::${uniqueName(this)}`;
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': bucketArn } },
      }),
    );
    const filter = { s3Key: { rules: [{ name: 'prefix', value: prefixes.overflow }] } };
    this.resource.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn, filter }],
    };
    this.bucket.node.addDependency(queue.node.findChild('Policy'));
  }
}

/** Allows this on the objects under these prefixes, and on no others. */
export function grantObjects(
  bucket: IBucket | Bucket,
  grantee: IGrantable,
  action: 's3:GetObject' | 's3:PutObject',
  under: readonly Prefix[],
  conditions: Record<string, Record<string, unknown>> = {},
): Grant {
  const patterns = under.map((prefix) => `${prefixes[prefix]}*`);
  const resourceArns = patterns.map((pattern) => bucket.arnForObjects(pattern));
  const resource = resourceOf(bucket);
  const { grantPrincipal } = grantee;
  if (resource !== undefined && Construct.isConstruct(grantPrincipal)) {
    const bucketId = Stack.of(bucket).getLogicalId(resource);
    Validations.of(grantPrincipal).acknowledge(
      ...patterns.map((pattern) => ({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${pattern}]`,
        reason: 'An object is named after its callback: only the prefix is known before.',
      })),
    );
  }
  return Grant.addToPrincipalOrResource({ grantee, actions: [action], resourceArns, conditions, resource: bucket });
}

/** Undefined for a bucket of another app. */
function resourceOf({ node: { defaultChild } }: IBucket | Bucket): CfnBucket | undefined {
  return CfnBucket.isCfnBucket(defaultChild) ? defaultChild : undefined;
}

function expire(prefix: string, days: number) {
  return { id: `expire-${prefix.slice(0, -1)}`, prefix, expiration: Duration.days(days) };
}
