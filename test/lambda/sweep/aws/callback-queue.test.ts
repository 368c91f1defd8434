import { SQSClient } from '@aws-sdk/client-sqs';
import { readMessage } from '../../../../lambda/consumer/message';
import { createCallbackQueue } from '../../../../lambda/sweep/aws/callback-queue';
import { answer, awsError, jsonOf, scriptedAws } from '../../../support/scripted-aws';

const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks';
/** The SDK compares the digest of what it sent. */
const sent = () => answer({ MessageId: 'm' });
const queueOver = ({ options }: ReturnType<typeof scriptedAws>) =>
  createCallbackQueue(QueueUrl, new SQSClient({ ...options, md5: false }));

it.each(['overflow/2026-05-06/0f3d9d0c', 'overflow/ä b+c%2F'])(
  'sends the notification that S3 would send, so that the consumer reads the object: %s',
  async (key) => {
    const aws = scriptedAws(sent);
    await queueOver(aws).notify({ key, size: 1_234_567, storedAtMs: 0 });
    const { QueueUrl: url, MessageBody } = jsonOf(aws.requests[0]) as Record<string, string>;
    expect(url).toBe(QueueUrl);
    expect(readMessage(MessageBody ?? '')).toEqual({ kind: 'overflow', objects: [{ key, size: 1_234_567 }] });
  },
);

it('rejects when the queue does not take the message', async () => {
  const aws = scriptedAws(() => awsError('com.amazonaws.sqs#AccessDenied', 403));
  const told = queueOver(aws).notify({ key: 'overflow/x', size: 1, storedAtMs: 0 });
  await expect(told).rejects.toMatchObject({ name: 'AccessDenied' });
});
