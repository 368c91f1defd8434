import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import { asRecord, numberOf, optionalText, refuse, refuseUnknown, textOf } from '../../template/properties';
import { servicesOf } from '../iam/role-policies';

/** A Firehose stream that delivers to a bucket. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  /** What the bucket's keys begin with, before the time. */
  readonly prefix: string;
  /** The role that writes. */
  readonly roleLogicalId: string;
  /** Records are delivered after this time at the latest, or once they have this size. */
  readonly bufferSeconds: number;
  readonly bufferBytes: number;
}

const supported = ['DeliveryStreamName', 'DeliveryStreamType', 'ExtendedS3DestinationConfiguration'];
const harmless = ['DeliveryStreamEncryptionConfigurationInput', 'Tags'];
const ofDestination = ['BucketARN', 'BufferingHints', 'CompressionFormat', 'Prefix', 'RoleARN'];
/** Where what could not be processed goes: nothing is processed here. Firehose's own log. */
const harmlessOfDestination = ['CloudWatchLoggingOptions', 'EncryptionConfiguration', 'ErrorOutputPrefix'];

const megabyte = 1024 * 1024;
/** API reference, BufferingHints. */
const buffering = { seconds: 300, mostSeconds: 900, megabytes: 5, mostMegabytes: 128 };

/** @throws LocalCloudError for a stream that does anything but deliver records unchanged to a bucket */
export function readDeliveryStreams(deployment: Deployment): readonly DeliveryStream[] {
  return deployment.ofType('AWS::KinesisFirehose::DeliveryStream').map((stream) => read(stream, deployment));
}

function read(stream: LocalResource, deployment: Deployment): DeliveryStream {
  const { logicalId, ref: name, properties } = stream;
  refuseUnknown(stream, properties, supported, harmless);
  if ((properties.DeliveryStreamType ?? 'DirectPut') !== 'DirectPut') refuse(stream, 'a source other than DirectPut');
  const destination = asRecord(properties.ExtendedS3DestinationConfiguration);
  refuseUnknown(stream, destination, ofDestination, harmlessOfDestination);
  if ((destination.CompressionFormat ?? 'UNCOMPRESSED') !== 'UNCOMPRESSED') refuse(stream, 'a CompressionFormat');
  const prefix = optionalText(destination.Prefix) ?? '';
  if (prefix.includes('!{')) refuse(stream, 'an expression in the Prefix');
  const ofDestinationText = (property: string) => textOf({ ...stream, properties: destination }, property);
  const { IntervalInSeconds: seconds, SizeInMBs: megabytes } = asRecord(destination.BufferingHints);
  return {
    name,
    arn: deployment.attribute(logicalId, 'Arn'),
    bucket: ofDestinationText('BucketARN').split(':::')[1] ?? '',
    prefix,
    roleLogicalId: roleOf(stream, ofDestinationText('RoleARN'), deployment),
    bufferSeconds: within(stream, numberOf(seconds, buffering.seconds), buffering.mostSeconds, 'IntervalInSeconds'),
    bufferBytes:
      within(stream, numberOf(megabytes, buffering.megabytes), buffering.mostMegabytes, 'SizeInMBs') * megabyte,
  };
}

function roleOf(stream: LocalResource, arn: string, deployment: Deployment): string {
  const role = deployment.withArn('AWS::IAM::Role', arn);
  if (role === undefined) return refuse(stream, 'a role of another stack');
  if (servicesOf(role).includes('firehose.amazonaws.com')) return role.logicalId;
  throw new LocalCloudError(
    'refused-by-aws',
    `Firehose may not take the role ${role.logicalId} of ${stream.logicalId}.`,
  );
}

function within(stream: LocalResource, value: number, most: number, what: string): number {
  return value >= 0 && value <= most ? value : refuse(stream, `${value} as ${what}, which is 0 to ${most}`);
}
