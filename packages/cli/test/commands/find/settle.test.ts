import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import type { FoundCallback } from '../../../src/commands/find/found-callback';
import { settle } from '../../../src/commands/find/settle';
import { unhurried } from '../../../src/frame/deadline';
import { awsFailure, givenOps } from '../../support/ops-context';

const dayMs = 86_400_000;
const outputs = {
  ...{ CallbackQueueUrl: 'queue', RetryQueueUrl: 'retry', DeadLetterQueueUrl: 'dead' },
  ...{ BucketName: 'bucket', ConsumerLogGroupName: '/consumer' },
};

interface Given {
  readonly ageMs: number;
  readonly lines?: readonly Readonly<Record<string, unknown>>[];
  readonly ofLambda?: readonly string[];
  /** What is in the retry queue. */
  readonly messages?: readonly object[];
  readonly inFlight?: number;
  readonly deny?: boolean;
  readonly identity?: string;
  /** A record of `dead drop` or `undelivered drop`. */
  readonly dropped?: object;
}

const body = encodeEnvelope(envelopeOf({ body: 'what is this', requestId: 'r' }));

/** It came that long ago, and all lines are of that time. */
async function settled(given: Given, id = 'x') {
  const { ageMs, lines = [], ofLambda = [], messages = [], inFlight = 0, deny = false, dropped } = given;
  const nowMs = 100 * dayMs;
  const at = new Date(nowMs - ageMs).toISOString();
  const found: FoundCallback = {
    ...{ family: null, identity: given.identity ?? null, eventId: null, requestId: 'r', cause: null },
    ...{ state: 'waiting', firstSeenAt: at, lastSeenAt: at, timesSeen: 1 },
  };
  const left = [...messages];
  const { context, stack, named, notes } = givenOps({
    outputs,
    nowMs,
    answers: {
      ListObjectsV2: () =>
        dropped === undefined ? {} : { Contents: [{ Key: 'dropped/x', LastModified: new Date(0) }] },
      GetObject: () => ({ Body: { transformToByteArray: async () => Buffer.from(JSON.stringify([dropped])) } }),
      FilterLogEvents: ({ filterPattern }) => ({
        events: String(filterPattern).startsWith('{')
          ? lines.map((line) => ({ timestamp: nowMs - ageMs, message: JSON.stringify(line) }))
          : ofLambda.map((message) => ({ timestamp: nowMs - ageMs, message })),
      }),
      GetQueueAttributes: ({ QueueUrl }) => ({
        Attributes: {
          ApproximateNumberOfMessages: String(QueueUrl === 'retry' ? left.length : 0),
          ApproximateNumberOfMessagesNotVisible: String(QueueUrl === 'dead' ? 0 : inFlight),
          MessageRetentionPeriod: String(QueueUrl === 'dead' ? 14 * 86_400 : 4 * 86_400),
        },
      }),
      ReceiveMessage: () => (deny ? awsFailure('AccessDeniedException') : { Messages: left.splice(0) }),
      SendMessage: () => ({}),
      DeleteMessage: () => ({}),
    },
  });
  return { ...(await settle(context, stack, found, id, unhurried())), named, notes };
}

const failed = { code: 'RecordFailed', requestId: 'r', messageId: 'x', step: 'publish', cause: 'Throttled' };
const retried = { code: 'Retried', requestId: 'r', messageId: 'x', invocationId: 'i' };
const message = (more: object = {}) => ({ MessageId: 'n', ReceiptHandle: 'h', Body: body, ...more });

it('what was never tried waits, and no queue is looked into', async () => {
  const { state, named } = await settled({ ageMs: 3_600_000 });
  expect([state, named('ReceiveMessage')]).toEqual(['waiting', []]);
});

it('what was never tried is expired once its queue keeps it no more', async () => {
  expect(await settled({ ageMs: 5 * dayMs })).toMatchObject({ state: 'expired' });
});

it('what failed a moment ago waits, with its cause, and no queue is looked into', async () => {
  const { state, cause, named } = await settled({ ageMs: 60_000, lines: [failed], messages: [message()] });
  expect([state, cause, named('ReceiveMessage')]).toEqual(['waiting', 'publish: Throttled', []]);
});

it('a crash is its cause', async () => {
  const ofLambda = ['REPORT RequestId: i\tDuration: 1.00 ms\tStatus: timeout'];
  expect(await settled({ ageMs: 60_000, lines: [retried], ofLambda })).toMatchObject({
    state: 'waiting',
    cause: 'invocation: timed-out',
  });
});

it('what was moved back and is under way is redriven', async () => {
  expect(await settled({ ageMs: 60_000, lines: [{ ...retried, deadLetterId: 'x' }] })).toMatchObject({
    state: 'redriven',
  });
});

it('what failed long ago is looked for in the queues, and keeps the name that it had as a dead letter', async () => {
  const MessageAttributes = { DeadLetterId: { DataType: 'String', StringValue: 'x' } };
  const found = await settled({ ageMs: dayMs, lines: [failed], messages: [message({ MessageAttributes })] });
  expect(found.state).toBe('redriven');
  expect(found.named('SendMessage')).toMatchObject([{ QueueUrl: 'retry', MessageBody: body, MessageAttributes }]);
  expect(await settled({ ageMs: dayMs, lines: [failed], messages: [message()] })).toMatchObject({ state: 'waiting' });
  expect(await settled({ ageMs: dayMs, lines: [failed], inFlight: 1 })).toMatchObject({ state: 'waiting' });
});

it('what failed and is in no queue is expired after 14 days, and unknown before', async () => {
  expect(await settled({ ageMs: 15 * dayMs, lines: [failed] })).toMatchObject({ state: 'expired' });
  const { state, notes } = await settled({ ageMs: dayMs, lines: [failed] });
  expect([state, notes.join()]).toEqual(['unknown', expect.stringContaining('deleted another way')]);
});

it('without permission to look into a queue, the answer is unknown', async () => {
  const { state, notes } = await settled({ ageMs: dayMs, lines: [failed], messages: [message()], deny: true });
  expect([state, notes.join()]).toEqual(['unknown', expect.stringContaining('sqs:ReceiveMessage')]);
});

it('asks for each of its ids by itself: a pattern of all of them may be longer than CloudWatch takes', async () => {
  const { named } = await settled({ ageMs: 60_000, lines: [failed] });
  const patterns = named('FilterLogEvents').map(({ filterPattern }) => String(filterPattern));
  expect(patterns.filter((pattern) => pattern.includes('"x"') && pattern.includes('"r"'))).toEqual([]);
  expect(patterns.filter((pattern) => /"(x|r)"/.test(pattern))).toHaveLength(2);
});

it('of receipts with one message id it takes none for another that was dropped', async () => {
  const waiting = { ageMs: 3_600_000, identity: 'receipt#m#System' };
  const dropped = { subscription: 'Orders', messageId: 'x', requestId: 's', eventId: 'e', family: 'receipt' };
  const handset = { ...dropped, identity: 'receipt#m#Handset' };
  expect(await settled({ ...waiting, dropped: handset }, 'm')).toMatchObject({
    ...{ state: 'waiting', identity: 'receipt#m#System', requestId: 'r' },
  });
  const own = { ...dropped, identity: 'receipt#m#System' };
  expect(await settled({ ...waiting, dropped: own }, 'm')).toMatchObject({ state: 'published', requestId: 's' });
});
