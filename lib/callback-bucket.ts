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
 * A dead letter refers to its overflow envelope for 14 days after it arrived and, if it is redriven on the last day,
 * for 14 more. Redriven again and again, it may outlive the envelope: the runbook says so under DeadLetters.
 */
const overflowDays = 30;

/** How long the record of a deleted dead letter is kept: as long as the ledger remembers what was published. */
const droppedDays = 30;

export interface CallbackBucketProps {
  /** Gets a notification for every overflow envelope. */
  readonly queue: Queue;
  readonly mediaDays: number;
  readonly unrecognizedDays: number;
  readonly logDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Holds envelopes too large for a message, attachments, and the bytes of unrecognized callbacks. */
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
        // Also without access logs: a setting that is removed must not keep what it wrote forever.
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

  /** Allows a function this action on the objects under these prefixes, and on no others. */
  allow(grantee: IGrantable, action: 's3:GetObject' | 's3:PutObject', ...under: Prefix[]): void {
    grantObjects(this.bucket, grantee, action, under).assertSuccess();
  }

  /** Lets a function create objects under this prefix, but not overwrite any. */
  allowCreate(grantee: IGrantable, under: Prefix): void {
    // S3 user guide, "Enforce conditional writes": the header takes no value but `*`.
    const conditions = { Null: { 's3:if-none-match': 'false' } };
    grantObjects(this.bucket, grantee, 's3:PutObject', [under], conditions).assertSuccess();
  }

  /**
   * Lets Firehose's role deliver under the access logs' prefix (Firehose developer guide, "Grant Firehose access to an
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
   * Set in the bucket's own properties, because the L2 construct would add a custom resource with its own function. S3
   * tests the queue when the bucket is created, so the queue's policy is created first and knows the bucket only by its
   * name.
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

/** Allows this action on the objects under these prefixes, and on no others. */
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
