import { AccessLogFormat, FirehoseLogDestination, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Construct } from 'constructs';
import { prefixes } from './bucket-prefixes';
import type { CallbackBucket } from './callback-bucket';
import { uniqueName } from './unique-name';

/**
 * A line for each request, also for one that API Gateway refuses. No path, no header and no text of a caller: the id is the
 * gateway's own (`x-amz-apigw-id`), because a caller can choose the other one, and with it what the line says.
 */
const line = {
  time: '$context.requestTimeEpoch',
  requestId: '$context.extendedRequestId',
  sourceIp: '$context.identity.sourceIp',
  status: '$context.status',
  tlsVersion: '$context.tlsVersion',
  cipherSuite: '$context.cipherSuite',
};

/** As often as Firehose delivers what it has, if it is less than 5 MB. */
const deliverySeconds = 60;

export interface AccessLogsProps {
  readonly bucket: CallbackBucket;
}

/**
 * Access logs of the API by Firehose: to CloudWatch Logs, API Gateway writes only with a role that is a setting of the whole
 * account. For Firehose it has a service-linked role (API Gateway developer guide, "Log REST API calls to Amazon Data Firehose").
 */
export class AccessLogs extends Construct {
  /** For each stage that is to log. */
  readonly stageOptions: Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'>;

  constructor(scope: Construct, id: string, { bucket }: AccessLogsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    bucket.allowAccessLogs(role);
    const stream = new CfnDeliveryStream(this, 'Stream', {
      // Only under this prefix may API Gateway write.
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
