import { chunks } from '../../shared/chunks';
import { clientOptions } from '../../shared/client-options';
import { loadOnce } from '../../shared/load-once';
import type { DueQueue } from '../ports';
import { encodeDue } from '../read-message';

const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 2_000 };

/** Due items in one SQS message: a batch of ten messages takes a second or two. */
const duePerMessage = 10;
/** A limit of SendMessageBatch. */
const messagesPerCall = 10;

/** Loads the SDK's SQS client when something is due, which takes a `Message Submitted`. */
export function createDueQueue(queueUrl: string, load: () => Promise<Sqs> = loadSqs): DueQueue {
  const sqs = loadOnce(load);
  return {
    async send(due, abortSignal) {
      const { client, SendMessageBatchCommand } = await sqs();
      const bodies = chunks(due, duePerMessage).map(encodeDue);
      for (const some of chunks(bodies, messagesPerCall)) {
        const Entries = some.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
        // What was not taken is still due at the next tick.
        await client.send(command, { abortSignal });
      }
    },
  };
}

type Sqs = Awaited<ReturnType<typeof loadSqs>>;

async function loadSqs() {
  const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  return { client: new SQSClient(clientOptions(limits)), SendMessageBatchCommand };
}
