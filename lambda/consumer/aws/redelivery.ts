import { clientOptions } from '../../shared/client-options';
import { loadOnce } from '../../shared/load-once';
import type { Redelivery } from '../ports';

/** Best effort: without it the message comes back at the queue's own timeout. */
const limits = { maxAttempts: 2, connectTimeoutMs: 500, requestTimeoutMs: 1_000 };

/** Works on these queues. The SDK's SQS client is loaded by the first delay, which is rare. */
export function createRedelivery(queueUrls: readonly string[], load: () => Promise<Sqs> = loadSqs): Redelivery {
  const sqs = loadOnce(load);
  return {
    async delay({ receiptHandle, queueArn }, seconds, signal) {
      const { client, ChangeMessageVisibilityCommand } = await sqs();
      const input = { QueueUrl: urlOf(queueArn, queueUrls), ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
      await client.send(new ChangeMessageVisibilityCommand(input), { abortSignal: signal });
    },
  };
}

/** An ARN has no endpoint, so this finds the URL that ends in the same queue name. */
function urlOf(queueArn: string, queueUrls: readonly string[]): string {
  const name = queueArn.split(':').at(-1);
  const url = queueUrls.find((one) => one.split('/').at(-1) === name);
  if (url === undefined) throw new Error('the message comes from a queue that the consumer does not know');
  return url;
}

type Sqs = Awaited<ReturnType<typeof loadSqs>>;

async function loadSqs() {
  const { ChangeMessageVisibilityCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  return { client: new SQSClient(clientOptions(limits)), ChangeMessageVisibilityCommand };
}
