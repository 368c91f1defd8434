import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from './client-options';

/** The callback queue, as ingest writes to it. */
export function createCallbackQueue(queueUrl: string) {
  const client = new SQSClient(clientOptions({ maxAttempts: 1, connectTimeoutMs: 300, requestTimeoutMs: 300 }));
  return {
    async send(envelope: string, signal: AbortSignal): Promise<void> {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: envelope }), { abortSignal: signal });
    },
  };
}
