import { AccessLogFormat, FirehoseLogDestination, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Construct } from 'constructs';
import { prefixes } from './bucket-prefixes';
import type { CallbackBucket } from './callback-bucket';
import { uniqueName } from './unique-name';

/**
 * One line per request, including those that API Gateway refuses. It has no path, no header and nothing that a caller
 * wrote: the id is the gateway's own (`x-amz-apigw-id`), because a caller can choose the other one, and so what the
 * line would say.
 */
const line = {
  time: '$context.requestTimeEpoch',
  requestId: '$context.extendedRequestId',
  sourceIp: '$context.identity.sourceIp',
  status: '$context.status',
  tlsVersion: '$context.tlsVersion',
  cipherSuite: '$context.cipherSuite',
};

/** How often Firehose delivers what it has, if that is less than 5 MB. */
const deliverySeconds = 60;

export interface AccessLogsProps {
  readonly bucket: CallbackBucket;
}

/**
 * Access logs of the API, through Firehose. To write to CloudWatch Logs, API Gateway needs a role that is a setting of
 * the whole account; for Firehose it has a service-linked role (API Gateway developer guide, "Log REST API calls to
 * Amazon Data Firehose").
 */
export class AccessLogs extends Construct {
  /** Set on each stage that logs. */
  readonly stageOptions: Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'>;

  constructor(scope: Construct, id: string, { bucket }: AccessLogsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    bucket.allowAccessLogs(role);
    const stream = new CfnDeliveryStream(this, 'Stream', {
      // API Gateway may write under this prefix only.
      deliveryStreamName: `amazon-apigateway-${uniqueName(this)}`,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: prefixes.accessLogs,
        errorOutputPrefix: `${prefixes.accessLogs}failed/`,
        bufferingHints: { intervalInSeconds: deliverySeconds, sizeInMBs: 5 },
        compressionFormat: 'UNCOMPRESSED',
      },
    });
    stream.node.addDependency(role.node.findChild('DefaultPolicy'));
    this.stageOptions = {
      accessLogDestination: new FirehoseLogDestination(stream),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(line)),
    };
  }
}
