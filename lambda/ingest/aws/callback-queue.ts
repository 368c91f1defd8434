import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions, type Environment } from '../../shared/client-options';
import { budget } from '../budget';
import { onLiveConnection } from './live-connection';

/** The longest that any call may take; the signal ends most of them earlier. */
const limits = { maxAttempts: 1, connectTimeoutMs: budget.firstQueueMs, requestTimeoutMs: budget.firstQueueMs };

/** The callback queue, as ingest writes to it. */
export function createCallbackQueue(queueUrl: string, environment: Environment = process.env) {
  const client = new SQSClient(clientOptions(limits, environment));
  let hasTaken = false;
  return {
    hasTaken: () => hasTaken,
    /** @throws when SQS refuses the message, fails, or has not answered before the signal */
    async send(envelope: string, signal: AbortSignal): Promise<void> {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: envelope });
      await onLiveConnection(() => client.send(command, { abortSignal: signal }));
      hasTaken = true;
    },
  };
}
