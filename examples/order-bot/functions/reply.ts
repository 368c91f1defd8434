import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({});

/** Events come at least once: the callback's id lets the queue's reader recognize a repeat. */
export async function reply(to: string, text: string, callbackId: string): Promise<void> {
  const MessageBody = JSON.stringify({ to, text, callbackId });
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.REPLIES_URL, MessageBody }));
}
