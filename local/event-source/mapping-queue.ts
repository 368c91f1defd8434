import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type AccessKey, eventSourceMappingToken } from '../aws/local-aws';
import type { MappingQueue } from './event-source-mapping';
import type { Mapping } from './read-mapping';

/** The mapping's own calls: signed as the function's role, so that its grants are what they go by. */
export function mappingQueue({ queueUrl, region }: Mapping, endpoint: string, credentials: AccessKey): MappingQueue {
  const client = new SQSClient({
    endpoint,
    region,
    credentials: { ...credentials, sessionToken: eventSourceMappingToken },
    maxAttempts: 1,
    // The queue is on this machine: a checksum of each body would only cost time.
    md5: false,
  });
  return {
    receive: async (max, waitSeconds, abortSignal) => {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: max,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      const { Messages = [] } = await client.send(command, { abortSignal });
      return Messages;
    },
    delete: async (messages) => {
      for (let start = 0; start < messages.length; start += 10) {
        await client.send(deletionOf(messages.slice(start, start + 10), queueUrl));
      }
    },
  };
}

function deletionOf(messages: readonly Message[], QueueUrl: string): DeleteMessageBatchCommand {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return new DeleteMessageBatchCommand({ QueueUrl, Entries });
}
