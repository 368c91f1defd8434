import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventSourceMappingToken } from '../aws/iam/caller';
import type { LocalAws } from '../aws/local-aws';
import type { MappingQueue } from './event-source-mapping';
import type { Mapping } from './read-mapping';

export type MappingAws = Pick<LocalAws, 'endpoint' | 'credentialsOf' | 'hiddenMessages'>;

/**
 * The mapping's own calls: signed as the function's role, so that its grants decide.
 * @param minuteShare a CloudWatch minute as a share of a real one: what failed comes back sooner by this factor
 */
export function mappingQueue(
  { queueUrl, region, roleLogicalId }: Mapping,
  aws: MappingAws,
  minuteShare: number,
): MappingQueue {
  const client = new SQSClient({
    endpoint: aws.endpoint,
    region,
    credentials: { ...aws.credentialsOf(roleLogicalId), sessionToken: eventSourceMappingToken },
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
    begin: (messages) => {
      if (minuteShare >= 1) return () => undefined;
      const hidden = aws.hiddenMessages(
        queueUrl,
        messages.map(({ ReceiptHandle = '' }) => ReceiptHandle),
      );
      return () => hidden.comeBackSooner(minuteShare);
    },
  };
}

function deletionOf(messages: readonly Message[], QueueUrl: string): DeleteMessageBatchCommand {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return new DeleteMessageBatchCommand({ QueueUrl, Entries });
}
