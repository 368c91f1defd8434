import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from './client-options';
import { onLiveConnection } from './live-connection';

/** The callback queue, as ingest writes to it. */
export function createCallbackQueue(queueUrl: string) {
  const client = new SQSClient(clientOptions({ maxAttempts: 1, connectTimeoutMs: 300, requestTimeoutMs: 300 }));
  return {
    /** @throws when SQS refuses the message, fails, or has not answered before the signal */
    async send(envelope: string, signal: AbortSignal): Promise<void> {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: envelope });
      await onLiveConnection(() => client.send(command, { abortSignal: signal }));
    },
  };
}
