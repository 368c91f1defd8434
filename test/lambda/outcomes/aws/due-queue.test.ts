import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createDueQueue } from '../../../../lambda/outcomes/aws/due-queue';
import { dueItem } from '../../../../lambda/outcomes/due-item';
import { readMessage } from '../../../../lambda/outcomes/read-message';
import { answer, jsonOf, scriptedAws } from '../../../support/scripted-aws';

const open = new AbortController().signal;

it('sends ten to a message and ten messages to a call, in ASCII, so that SQS takes any id', async () => {
  const taken = () => answer({ Successful: [] });
  const aws = scriptedAws(taken, taken);
  const client = new SQSClient(aws.options);
  const due = Array.from({ length: 111 }, (_, index) =>
    dueItem({ channel: 'sms', messageId: `ü\uffff${index}` }, index),
  );
  await createDueQueue('https://sqs/queue', async () => ({ client, SendMessageBatchCommand })).send(due, open);
  const calls = aws.requests.map((request) => jsonOf(request) as { Entries: { MessageBody: string }[] });
  expect(calls.map(({ Entries }) => Entries.length)).toEqual([10, 2]);
  const bodies = calls.flatMap(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody));
  expect(bodies.filter((body) => !/^[\x20-\x7e]*$/.test(body))).toEqual([]);
  const read = bodies.map(readMessage).flatMap((message) => (message.kind === 'due' ? message.due : []));
  expect(read).toEqual(due);
});
