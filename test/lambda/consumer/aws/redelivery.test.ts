import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createRedelivery } from '../../../../lambda/consumer/aws/redelivery';
import { answer, awsError, jsonOf, scriptedAws } from '../../../support/scripted-aws';

const open = new AbortController().signal;
const account = 'https://sqs.us-east-1.amazonaws.com/111122223333';
const queueUrls = [`${account}/queue`, `${account}/queue-retry`];
const handleOf = (name: string) => ({
  receiptHandle: 'receipt',
  queueArn: `arn:aws:sqs:us-east-1:111122223333:${name}`,
});

function redeliveryOver({ options }: ReturnType<typeof scriptedAws>) {
  return createRedelivery(queueUrls, async () => ({ client: new SQSClient(options), ChangeMessageVisibilityCommand }));
}

it.each(['queue', 'queue-retry'])('changes the visibility of a message of %s there', async (name) => {
  const aws = scriptedAws(() => answer({}));
  await redeliveryOver(aws).delay(handleOf(name), 18, open);
  const expected = { QueueUrl: `${account}/${name}`, ReceiptHandle: 'receipt', VisibilityTimeout: 18 };
  expect(jsonOf(aws.requests[0])).toEqual(expected);
});

it('rejects a message of a queue that it does not know', async () => {
  const aws = scriptedAws(() => answer({}));
  await expect(redeliveryOver(aws).delay(handleOf('queue-2'), 18, open)).rejects.toThrow('does not know');
  expect(aws.requests).toEqual([]);
});

it('rejects when the queue refuses', async () => {
  const aws = scriptedAws(() => awsError('com.amazonaws.sqs#MessageNotInflight', 400));
  await expect(redeliveryOver(aws).delay(handleOf('queue'), 18, open)).rejects.toMatchObject({
    name: 'MessageNotInflight',
  });
});
