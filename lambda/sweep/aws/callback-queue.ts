import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../../shared/client-options';
import type { ObjectNotifier } from '../ports';

const limits = { maxAttempts: 3, connectTimeoutMs: 1_000, requestTimeoutMs: 5_000 };

/**
 * Sends what S3 would send, rather than copying the object onto itself: that S3 did not notify the queue may be the
 * very reason why the object is still there.
 */
export function createCallbackQueue(
  queueUrl: string,
  client: Pick<SQSClient, 'send'> = new SQSClient(clientOptions(limits)),
): ObjectNotifier {
  return {
    async notify({ key, size }) {
      const object = { key: encodeURIComponent(key), size };
      const MessageBody = JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3: { object } }] });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
