import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { createRedelivery } from '../../../../lambda/consumer/aws/redelivery';
import { createCallbackQueue } from '../../../../lambda/ingest/aws/callback-queue';
import { decodeEnvelope, type Envelope, encodeEnvelope } from '../../../../lambda/shared/envelope';
import { type CallbackQueues, startCallbackQueues } from '../../../support/callback-queues';

/** What this design counts on from SQS, asked of a real engine. */
const open = new AbortController().signal;
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
const envelope: Envelope = {
  version: 1,
  requestId: '00000000-0000-4000-8000-000000000001',
  receivedAt: '2026-05-06T07:08:09.123Z',
  method: 'POST',
  path: '/mms/mo',
  query: { 'naïve \u{1F600}': ['a', 'b'] },
  headers: { 'content-type': ['multipart/related'] },
  sourceIp: '35.155.139.143',
  proof: 'source',
  body: everyByte,
};

let queues: CallbackQueues;
beforeAll(async () => {
  queues = await startCallbackQueues();
});
afterAll(() => queues.stop());

async function send(text = encodeEnvelope(envelope)): Promise<void> {
  await createCallbackQueue(queues.queueUrl, queues.environment).send(text, open);
}

async function receive(QueueUrl: string): Promise<Message | undefined> {
  const { Messages } = await queues.client.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages?.[0];
}

/** Short polls: not every emulator wakes a long one. */
async function take(QueueUrl: string): Promise<Message> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const message = await receive(QueueUrl);
    if (message !== undefined) return message;
    await sleep(50);
  }
  throw new Error('nothing there');
}

async function giveBack(queueUrl: string, { ReceiptHandle = '' }: Message, seconds: number): Promise<void> {
  const load = async () => ({ client: queues.client, ChangeMessageVisibilityCommand });
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`;
  const handle = { receiptHandle: ReceiptHandle, queueArn };
  await createRedelivery([queues.queueUrl, queues.retryQueueUrl], load).delay(handle, seconds, open);
}

async function remove(QueueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await queues.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

test('an envelope comes out to the byte', async () => {
  await send();
  const message = await take(queues.queueUrl);
  expect(decodeEnvelope(message.Body ?? '')).toEqual({ ...envelope, body: Buffer.from(everyByte) });
  await remove(queues.queueUrl, message);
});

test('a message of 1 MiB fits', async () => {
  const text = 'x'.repeat(1_048_576);
  await send(text);
  const message = await take(queues.queueUrl);
  expect(message.Body === text).toBe(true);
  await remove(queues.queueUrl, message);
});

test('one byte more is refused', async () => {
  await expect(send('x'.repeat(1_048_577))).rejects.toThrow();
});

test('a message that a reader has is hidden from others', async () => {
  await send();
  const message = await take(queues.queueUrl);
  expect(await receive(queues.queueUrl)).toBeUndefined();
  await remove(queues.queueUrl, message);
});

/** Sends a message and gives it back until it is a dead letter. */
async function becomeDeadLetter(): Promise<{ readonly deadLetter: Message; readonly receives: Receives }> {
  await send();
  const receives = { queue: 0, retryQueue: 0 };
  for (let attempt = 0; attempt < 50; attempt += 1) {
    receives.queue += await takeAndGiveBack(queues.queueUrl);
    receives.retryQueue += await takeAndGiveBack(queues.retryQueueUrl);
    const deadLetter = await receive(queues.deadLetterQueueUrl);
    if (deadLetter !== undefined) return { deadLetter, receives };
    await sleep(50);
  }
  throw new Error('it did not become a dead letter');
}

interface Receives {
  readonly queue: number;
  readonly retryQueue: number;
}

async function takeAndGiveBack(queueUrl: string): Promise<0 | 1> {
  const message = await receive(queueUrl);
  if (message === undefined) return 0;
  await giveBack(queueUrl, message, 0);
  return 1;
}

test('what is given back too often goes to the retry queue, whose receives are counted anew, and then is a dead letter', async () => {
  const { deadLetter, receives } = await becomeDeadLetter();
  expect(receives).toEqual({ queue: 2, retryQueue: 3 });
  expect(decodeEnvelope(deadLetter.Body ?? '').requestId).toBe(envelope.requestId);
  await remove(queues.deadLetterQueueUrl, deadLetter);
});

test('a move task brings dead letters back to the retry queue', async () => {
  const QueueUrl = queues.deadLetterQueueUrl;
  const { ReceiptHandle, Body } = (await becomeDeadLetter()).deadLetter;
  await queues.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  const { Attributes } = await queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await queues.client.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes?.QueueArn }));
  const again = await take(queues.retryQueueUrl);
  expect(again.Body).toBe(Body);
  await remove(queues.retryQueueUrl, again);
});
