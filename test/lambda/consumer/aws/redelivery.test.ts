import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createRedelivery } from '../../../../lambda/consumer/aws/redelivery';
import { answer, awsError, jsonOf, scriptedAws } from '../../../support/scripted-aws';

const open = new AbortController().signal;
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/queue';

function redeliveryOver({ options }: ReturnType<typeof scriptedAws>) {
  return createRedelivery(queueUrl, async () => ({ client: new SQSClient(options), ChangeMessageVisibilityCommand }));
}

it('changes the visibility of the message', async () => {
  const aws = scriptedAws(() => answer({}));
  await redeliveryOver(aws).delay('receipt', 18, open);
  expect(jsonOf(aws.requests[0])).toEqual({ QueueUrl: queueUrl, ReceiptHandle: 'receipt', VisibilityTimeout: 18 });
});

it('rejects when the queue refuses', async () => {
  const aws = scriptedAws(() => awsError('com.amazonaws.sqs#MessageNotInflight', 400));
  await expect(redeliveryOver(aws).delay('receipt', 18, open)).rejects.toMatchObject({ name: 'MessageNotInflight' });
});
