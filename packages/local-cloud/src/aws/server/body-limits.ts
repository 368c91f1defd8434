import type { Reply, ServiceName } from '../protocols/call';
import { errorReply } from '../protocols/error-reply';
import type { AddressedCall } from './read-call';

const MiB = 1024 * 1024;

/**
 * What a call's body may have, so that no caller fills this process's memory. SQS and EventBridge take 1 MiB of content,
 * which JSON may escape to six times as much; DynamoDB takes 16 MB of items; for S3 it is what the emulator takes.
 */
const limits: Readonly<Partial<Record<ServiceName, number>>> = {
  s3: 11 * MiB,
  dynamodb: 16 * MiB,
  sqs: 8 * MiB,
  events: 8 * MiB,
};
const defaultLimit = 2 * MiB;

export function bodyLimitOf(service: ServiceName): number {
  return limits[service] ?? defaultLimit;
}

/** S3's own error, and that of all other services (API reference, "Common errors"). */
export function tooLarge(address: AddressedCall): Reply {
  return address.service === 's3'
    ? errorReply(address, {
        code: 'EntityTooLarge',
        status: 400,
        message: 'Your proposed upload exceeds the maximum allowed size',
      })
    : errorReply(address, {
        code: 'RequestEntityTooLargeException',
        status: 413,
        message: 'Problems with the request at the HTTP level. The request entity is too large.',
      });
}
