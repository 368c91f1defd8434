import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions, type Environment } from '../../shared/client-options';
import { onLiveConnection } from './live-connection';

const limits = { maxAttempts: 1, connectTimeoutMs: 300, requestTimeoutMs: 300 };

/** The callback queue, as ingest writes to it. */
export function createCallbackQueue(queueUrl: string, environment: Environment = process.env) {
  const client = new SQSClient(clientOptions(limits, environment));
  return {
    /** @throws when SQS refuses the message, fails, or has not answered before the signal */
    async send(envelope: string, signal: AbortSignal): Promise<void> {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: envelope });
      await onLiveConnection(() => client.send(command, { abortSignal: signal }));
    },
  };
}
