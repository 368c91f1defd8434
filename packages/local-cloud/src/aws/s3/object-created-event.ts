import { randomUUID } from 'node:crypto';
import type { Deployment } from '../../template/deployment';

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  /** `ObjectCreated:Put` */
  readonly eventName: string;
  readonly size: number;
  readonly etag: string;
}

/** The message that S3 sends (S3 user guide, "Event message structure", version 2.1). */
export function objectCreatedEvent(
  { bucket, key, eventName, size, etag }: CreatedObject,
  configurationId: string,
  { region, accountId }: Pick<Deployment, 'region' | 'accountId'>,
): unknown {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date().toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${accountId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId(), 'x-amz-id-2': requestId() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket, ownerIdentity: { principalId: accountId }, arn: `arn:aws:s3:::${bucket}` },
      object: { key: encodeKey(key), size, eTag: etag.replaceAll('"', ''), sequencer: sequencer() },
    },
  };
  return { Records: [record] };
}

/** What S3 sends when a notification is configured. */
export function testEvent(bucket: string): unknown {
  return {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: bucket,
    RequestId: requestId(),
    HostId: requestId(),
  };
}

/** Form encoding, a space as `+`, slashes left as they are. */
function encodeKey(key: string): string {
  return key
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%20', '+'))
    .join('/');
}

function requestId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
}

function sequencer(): string {
  return Date.now().toString(16).toUpperCase().padStart(16, '0');
}
