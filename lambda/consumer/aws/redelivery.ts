import { clientOptions } from '../../shared/client-options';
import { loadOnce } from '../../shared/load-once';
import type { Redelivery } from '../ports';

/** Best effort: without it the message comes back at the queue's own time-out. */
const limits = { maxAttempts: 2, connectTimeoutMs: 500, requestTimeoutMs: 1_000 };

/** One queue. The SDK's SQS client is loaded by the first delay, which is rare. */
export function createRedelivery(queueUrl: string, load: () => Promise<Sqs> = loadSqs): Redelivery {
  const sqs = loadOnce(load);
  return {
    async delay(receiptHandle, seconds, signal) {
      const { client, ChangeMessageVisibilityCommand } = await sqs();
      const input = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
      await client.send(new ChangeMessageVisibilityCommand(input), { abortSignal: signal });
    },
  };
}

type Sqs = Awaited<ReturnType<typeof loadSqs>>;

async function loadSqs() {
  const { ChangeMessageVisibilityCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  return { client: new SQSClient(clientOptions(limits)), ChangeMessageVisibilityCommand };
}
