import {
  deleteMessage,
  giveBack,
  queueLevels,
  type ReceivedMessage,
  receiveMessages,
  sendAgain,
  sendBody,
} from '../../src/reads/queue';
import { awsFailure, givenOps } from '../support/ops-context';

const message = (id: string, Body = 'body') => ({
  MessageId: id,
  ReceiptHandle: `handle-${id}`,
  Body,
  Attributes: { SentTimestamp: '1000', ApproximateReceiveCount: '3' },
});
const received = (id: string): ReceivedMessage => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body: 'body',
  sentAtMs: 1000,
  receives: 3,
  attributes: {},
});
const levels = (visible: number) => ({ Attributes: { ApproximateNumberOfMessages: String(visible) } });
const tenOf = (prefix: string) => ({
  Messages: Array.from({ length: 10 }, (_, index) => message(`${prefix}${index}`)),
});
const limits = { messages: 100, bytes: 1_000_000, visibilitySeconds: 60 };

test('what waits includes what is delayed; a queue that says nothing has nothing', async () => {
  const Attributes = {
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesDelayed: '3',
    ApproximateNumberOfMessagesNotVisible: '4',
    QueueArn: 'arn:q',
  };
  const { context } = givenOps({ answers: { GetQueueAttributes: [{ Attributes }, {}] } });
  expect(await queueLevels(context, 'q')).toEqual({ visible: 5, inFlight: 4, arn: 'arn:q' });
  expect(await queueLevels(context, 'q')).toEqual({ visible: 0, inFlight: 0, arn: '' });
});

describe('messages are received', () => {
  it('until nothing is visible any more', async () => {
    const answers = { ReceiveMessage: [tenOf('a'), { Messages: [message('b')] }], GetQueueAttributes: [levels(0)] };
    const { context, named } = givenOps({ answers });
    const taken = await receiveMessages(context, 'q', limits);
    expect(taken).toHaveLength(11);
    expect(taken.at(-1)).toEqual(received('b'));
    expect(named('ReceiveMessage')[0]).toMatchObject({ QueueUrl: 'q', VisibilityTimeout: 60, WaitTimeSeconds: 1 });
  });

  it('until two answers are empty, though the queue says that there are some', async () => {
    const answers = { ReceiveMessage: [{ Messages: [message('a')] }, {}, {}], GetQueueAttributes: () => levels(5) };
    const { context } = givenOps({ answers });
    expect(await receiveMessages(context, 'q', limits)).toEqual([received('a')]);
  });

  it('no further than the limits', async () => {
    const byCount = givenOps({ answers: { ReceiveMessage: [tenOf('a')] } });
    expect(await receiveMessages(byCount.context, 'q', { ...limits, messages: 5 })).toHaveLength(10);
    const bySize = givenOps({ answers: { ReceiveMessage: [tenOf('a')] } });
    expect(await receiveMessages(bySize.context, 'q', { ...limits, bytes: 40 })).toHaveLength(10);
  });

  it('as long as the caller wants', async () => {
    const { context } = givenOps({ answers: { ReceiveMessage: [tenOf('a'), tenOf('b')] } });
    let rounds = 0;
    const goOn = async () => ++rounds < 2;
    expect(await receiveMessages(context, 'q', { ...limits, goOn })).toHaveLength(20);
  });

  it('not once more after an interruption', async () => {
    const { context } = givenOps({ io: { interrupted: AbortSignal.abort() } });
    expect(await receiveMessages(context, 'q', limits)).toEqual([]);
  });

  it('each counted once, although it came twice', async () => {
    const twice = { Messages: [message('a'), { ...message('a'), ReceiptHandle: 'newer' }] };
    const { context } = givenOps({ answers: { ReceiveMessage: [twice], GetQueueAttributes: [levels(0)] } });
    expect(await receiveMessages(context, 'q', limits)).toMatchObject([{ messageId: 'a', receiptHandle: 'newer' }]);
  });
});

describe('messages that are given back', () => {
  const many = Array.from({ length: 11 }, (_, index) => received(String(index)));

  it('are visible at once, ten a call', async () => {
    const { context, named } = givenOps({ answers: { ChangeMessageVisibilityBatch: [{}, {}] } });
    await giveBack(context, 'q', many);
    const batches = named('ChangeMessageVisibilityBatch').map(({ Entries }) => Entries as readonly object[]);
    expect(batches.map(({ length }) => length)).toEqual([10, 1]);
    expect(batches[1]).toEqual([{ Id: '0', ReceiptHandle: 'handle-10', VisibilityTimeout: 0 }]);
  });

  it('are so later where that fails, which is said, and the rest is given back', async () => {
    const answers = { ChangeMessageVisibilityBatch: [awsFailure('ServiceUnavailable'), {}] };
    const { context, named, notes } = givenOps({ answers });
    await giveBack(context, 'q', many);
    expect(named('ChangeMessageVisibilityBatch')).toHaveLength(2);
    expect(notes).toEqual([expect.stringMatching(/^10 messages are visible again only in a few minutes\./)]);
  });

  it('may be none', async () => {
    const { context, calls } = givenOps();
    await giveBack(context, 'q', []);
    expect(calls).toEqual([]);
  });
});

describe('a message that is sent again', () => {
  it('is sent before its original is deleted', async () => {
    const { context, calls } = givenOps({ answers: { SendMessage: [{}], DeleteMessage: [{}] } });
    await sendAgain(context, received('a'), 'from', 'to');
    expect(calls).toEqual([
      { name: 'SendMessage', input: { QueueUrl: 'to', MessageBody: 'body' } },
      { name: 'DeleteMessage', input: { QueueUrl: 'from', ReceiptHandle: 'handle-a' } },
    ]);
  });

  it('stays where it is when it cannot be sent', async () => {
    const { context, named } = givenOps({ answers: { SendMessage: [awsFailure('AccessDenied')] } });
    await expect(sendAgain(context, received('a'), 'from', 'to')).rejects.toThrow('AccessDenied');
    expect(named('DeleteMessage')).toEqual([]);
  });
});

test('a message is sent, or deleted, as it is asked for', async () => {
  const { context, calls } = givenOps({ answers: { SendMessage: [{}], DeleteMessage: [{}] } });
  await sendBody(context, 'q', 'text');
  await deleteMessage(context, 'q', received('a'));
  expect(calls.map(({ name, input }) => [name, input])).toEqual([
    ['SendMessage', { QueueUrl: 'q', MessageBody: 'text' }],
    ['DeleteMessage', { QueueUrl: 'q', ReceiptHandle: 'handle-a' }],
  ]);
});
