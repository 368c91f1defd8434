import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../proof/src/support/envelope';
import type { SelectionOptions } from '../../src/frame/selection';
import { deadLetterQueue } from '../../src/reads/dead-letters';
import { eachAlone, takeParked } from '../../src/reads/take-parked';
import { givenOps } from '../support/ops-context';

const nowMs = Date.parse('2026-05-06T12:00:00Z');

/** A letter whose callback was received so many minutes ago. */
const message = (MessageId: string, minutesAgo: number, sentAtMs = nowMs - 1000) => ({
  MessageId,
  ReceiptHandle: `handle-${MessageId}`,
  Body: encodeEnvelope(
    envelopeOf({
      body: '{}',
      requestId: `r-${MessageId}`,
      receivedAt: new Date(nowMs - minutesAgo * 60_000).toISOString(),
    }),
  ),
  Attributes: { SentTimestamp: String(sentAtMs), ApproximateReceiveCount: '5' },
});

async function taken(selection: SelectionOptions, fails: readonly string[] = [], more: readonly object[] = []) {
  const { context, stack, named, notes } = givenOps({
    nowMs,
    outputs: { DeadLetterQueueUrl: 'dead', BucketName: 'bucket' },
    answers: {
      ReceiveMessage: [{ Messages: [message('old', 60), message('new', 5), ...more] }],
      GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: '0' } }],
      ChangeMessageVisibilityBatch: [{}],
    },
  });
  const taken: string[] = [];
  const take = eachAlone(async ({ messageId }) => {
    if (fails.includes(messageId)) throw new Error('not now');
    taken.push(messageId);
  });
  const result = await takeParked(context, [deadLetterQueue(context, stack)], selection, take);
  const kept = named('ChangeMessageVisibilityBatch').flatMap(({ Entries }) =>
    (Entries as readonly { readonly ReceiptHandle: string }[]).map(({ ReceiptHandle }) => ReceiptHandle.slice(7)),
  );
  return { result, taken, kept, notes };
}

describe('of the dead letters are taken', () => {
  it('all', async () => {
    expect(await taken({ all: true })).toEqual({
      result: { done: 2, left: 0, failed: [] },
      taken: ['old', 'new'],
      kept: [],
      notes: [],
    });
  });

  it('those whose callback came since then; the others are put back', async () => {
    const { taken: some, kept } = await taken({ since: nowMs - 10 * 60_000 });
    expect([some, kept]).toEqual([['new'], ['old']]);
  });

  it('those that are named; an unknown name is reported', async () => {
    const { result, taken: some, kept } = await taken({ id: ['old', 'old', 'gone'] });
    expect([some, kept]).toEqual([['old'], ['new']]);
    expect(result).toEqual({ done: 1, left: 0, failed: [{ messageId: 'gone', cause: 'not found' }] });
  });

  it('none by an id that its sender chose', async () => {
    const { result, taken: some } = await taken({ id: ['r-old'] });
    expect([some, result.failed]).toEqual([[], [{ messageId: 'r-old', cause: 'not found' }]]);
  });

  it('not what fails: it is put back, and told with its cause', async () => {
    const { result, kept } = await taken({ all: true }, ['old']);
    expect(result).toEqual({
      done: 1,
      left: 1,
      failed: [{ messageId: 'old', cause: expect.stringContaining('not now') }],
    });
    expect(kept).toEqual(['old']);
  });

  it('not what failed again meanwhile', async () => {
    const { taken: some, kept, result, notes } = await taken({ all: true }, [], [message('again', 60, nowMs + 1)]);
    expect([some, kept]).toEqual([['old', 'new'], ['again']]);
    expect(result).toEqual({ done: 2, left: 1, failed: [] });
    expect(notes).toEqual([expect.stringContaining('1 is left: sent after this command began')]);
  });

  it('also by a computer whose clock is behind, if it is named', async () => {
    const ahead = message('ahead', 60, nowMs + 600_000);
    expect((await taken({ id: ['ahead'] }, [], [ahead])).result).toEqual({ done: 1, left: 0, failed: [] });
  });

  it('none where nothing is selected', async () => {
    expect(await taken({})).toMatchObject({ taken: [], kept: ['old', 'new'] });
  });
});

it('an interruption puts back what is in hand, and does not end as if all were done', async () => {
  const interruption = new AbortController();
  const { context, stack, named } = givenOps({
    nowMs,
    outputs: { DeadLetterQueueUrl: 'dead', BucketName: 'bucket' },
    io: { interrupted: interruption.signal },
    answers: {
      ReceiveMessage: [{ Messages: [message('a', 5), message('b', 5)] }],
      GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: '7' } }],
      ChangeMessageVisibilityBatch: [{}],
    },
  });
  const take = eachAlone(async ({ messageId }) => {
    interruption.abort();
    if (messageId === 'b') throw new Error('not now');
  });
  const taking = takeParked(context, [deadLetterQueue(context, stack)], { all: true }, take);
  await expect(taking).rejects.toMatchObject({ name: 'AbortError' });
  expect(named('ChangeMessageVisibilityBatch')).toMatchObject([{ Entries: [{ ReceiptHandle: 'handle-b' }] }]);
});

it('a message that cannot be read for --since ends it, and all in hand are put back', async () => {
  const { context, named } = givenOps({
    nowMs,
    answers: {
      ReceiveMessage: [{ Messages: [message('a', 5), message('b', 5)] }],
      ChangeMessageVisibilityBatch: [{}],
    },
  });
  const receivedAtMs = async ({ messageId }: { readonly messageId: string }) => {
    if (messageId === 'b') throw new Error('no access');
    return nowMs;
  };
  const taking = takeParked(context, [{ url: 'dead', receivedAtMs }], { since: 0 }, async () => new Map());
  await expect(taking).rejects.toThrow('no access');
  expect(named('ChangeMessageVisibilityBatch')).toMatchObject([
    { Entries: [{ ReceiptHandle: 'handle-a' }, { ReceiptHandle: 'handle-b' }] },
  ]);
});

it('ends when the first ones of a long queue come again', async () => {
  let received = 0;
  const { context, stack } = givenOps({
    nowMs,
    outputs: { DeadLetterQueueUrl: 'dead', BucketName: 'bucket' },
    answers: {
      ReceiveMessage: () => {
        received += 1;
        if (received > 3) throw new Error('it goes on for ever');
        return { Messages: [message(received === 2 ? 'b' : 'a', 5)] };
      },
      GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '7' } }),
      ChangeMessageVisibilityBatch: () => ({}),
    },
  });
  const queues = [deadLetterQueue(context, stack)];
  expect(await takeParked(context, queues, { id: ['gone'] }, async () => new Map())).toMatchObject({ done: 0 });
});
