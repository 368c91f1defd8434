import { envelopeOf } from '../../../../proof/src/support/envelope';
import { type FoundCallback, fromLedger, fromMessage, merge } from '../../../src/commands/find/found-callback';
import { readEnvelope } from '../../../src/reads/envelopes';
import type { LedgerEntry } from '../../../src/reads/ledger';
import { givenOps } from '../../support/ops-context';

const entry: LedgerEntry = {
  family: 'mo',
  id: 'm1',
  part: '-',
  state: 'published',
  leaseEndsAtMs: 1000,
  firstSeenAt: '2026-01-01',
  lastSeenAt: '2026-01-02',
  timesSeen: 2,
  eventId: 'e',
  requestId: 'r',
  contentDigest: 'd',
};

test.each<[state: string, more: Partial<LedgerEntry>, nowMs: number]>([
  ['published', {}, 0],
  ['kept', { family: 'unrecognized' }, 0],
  ['claimed', { state: 'claimed' }, 1000],
  ['waiting', { state: 'claimed' }, 1001],
])('an entry of the ledger is %s: %j at %d', (state, more, nowMs) => {
  expect(fromLedger({ ...entry, ...more }, nowMs)).toMatchObject({ state, timesSeen: 2, eventId: 'e', requestId: 'r' });
});

test('a message of a queue is one callback, seen once', async () => {
  const { context, stack } = givenOps({ outputs: { BucketName: 'bucket' } });
  const read = await readEnvelope(
    context,
    stack,
    envelopeOf({ body: 'what is this', requestId: 'r', receivedAt: '2026-05-06T00:00:00.000Z' }),
  );
  expect(fromMessage(read, 'dead')).toEqual({
    family: 'unrecognized',
    identity: expect.stringMatching(/^unrecognized#/),
    state: 'dead',
    firstSeenAt: '2026-05-06T00:00:00.000Z',
    lastSeenAt: '2026-05-06T00:00:00.000Z',
    timesSeen: 1,
    eventId: read.eventId,
    requestId: 'r',
    cause: null,
  });
});

describe('what was found by several ways', () => {
  const one = (more: Partial<FoundCallback>): FoundCallback => ({
    family: 'mo',
    identity: 'mo#m1#-',
    state: 'waiting',
    firstSeenAt: '2026-01-02',
    lastSeenAt: '2026-01-02',
    timesSeen: 1,
    eventId: null,
    requestId: 'r',
    cause: null,
    ...more,
  });

  it('is one callback in the state that is further on, with what each knows', () => {
    const published = one({
      state: 'published',
      timesSeen: 3,
      eventId: 'e',
      requestId: null,
      firstSeenAt: '2026-01-01',
    });
    const expected = { ...published, requestId: 'r', lastSeenAt: '2026-01-02' };
    expect(merge([published, one({})])).toEqual([expected]);
    expect(merge([one({}), published])).toEqual([expected]);
  });

  it.each(['published', 'kept'] as const)('is %s before it is dead, claimed or waiting', (state) => {
    for (const other of ['dead', 'claimed', 'waiting'] as const) {
      expect(merge([one({ state: other }), one({ state })])).toMatchObject([{ state }]);
    }
    expect(merge([one({ state: 'claimed' }), one({ state: 'dead' })])).toMatchObject([{ state: 'dead' }]);
  });

  it('has the span of both', () => {
    const spans = merge([
      one({ firstSeenAt: '2026-01-03', lastSeenAt: '2026-01-05' }),
      one({ lastSeenAt: '2026-01-04' }),
    ]);
    expect(spans).toMatchObject([{ firstSeenAt: '2026-01-02', lastSeenAt: '2026-01-05' }]);
  });

  it('are two callbacks if their identities differ, or if they are unread and their requests differ', () => {
    expect(merge([one({}), one({ identity: 'mo#m2#-' })])).toHaveLength(2);
    expect(merge([one({ identity: null }), one({ identity: null, requestId: 's' })])).toHaveLength(2);
    expect(merge([one({ identity: null }), one({ identity: null })])).toHaveLength(1);
    expect(merge([])).toEqual([]);
  });
});
