import type { Outcome, Receipt } from '../../../../../lambda/outcomes/fold';
import { advance, type MessageItem, newestOf, owedBy } from '../../../../../lambda/outcomes/message-item';
import { Archived, compare, rebuild, unpublishedOf, withDue } from '../../../src/commands/outcomes/archived';

const identityKey = 'k'.repeat(64);
const key = { channel: 'sms', messageId: 'm1' } as const;
const nowMs = Date.parse('2026-05-06T09:00:00Z');

/** A receipt as EventBridge delivers it. */
const receipt = (eventId: string, type: string, minute: number, isError = false) => ({
  source: 'vibes.callbacks',
  'detail-type': 'MT Message Response',
  time: `2026-05-06T07:${minute}:30Z`,
  detail: {
    metadata: { id: eventId, receivedAt: `2026-05-06T07:${minute}:30.000Z` },
    data: {
      ...{ messageId: 'm1', submitterMessageId: null, multipart: null, fwdToMessageId: null, type, isError },
      ...{
        receiptDate: `2026-05-06T07:${minute}:00.000Z`,
        errorCode: null,
        internalErrorCode: null,
        description: null,
      },
    },
  },
});

const submitted = (id: string) => ({
  ...{ id, source: 'shop', time: '2026-05-06T07:00:00Z', 'detail-type': 'Message Submitted' },
  detail: { messageId: 'm1', channel: 'sms', expectWithinMinutes: 60 },
});

/** What the function published of an item's newest version, with `time` in seconds, as EventBridge has it. */
const published = (item: MessageItem) => ({
  ...{ source: 'vibes.callbacks', 'detail-type': 'Message Outcome' },
  time: newestOf(item)?.at.replace(/\.\d+/, ''),
  detail: {
    metadata: { madeAt: newestOf(item)?.at },
    data: { ...newestOf(item)?.outcome, evidence: item.receipts.map(({ eventId }) => ({ eventId })) },
  },
});

function archive(...events: readonly unknown[]) {
  const archived = new Archived(identityKey);
  for (const event of events) archived.add(event);
  const message = archived.take(key);
  if (message === undefined) throw new Error('the archive has nothing of the message');
  return message;
}

/** As the function keeps them: each is a change of its own. */
function itemOf(...events: readonly unknown[]): MessageItem {
  let item: MessageItem | undefined;
  for (const event of events) {
    const [receipt] = archive(event).receipts.values();
    item = after(item, receipt, Date.parse('2026-05-06T07:30:00.123Z'));
  }
  if (item === undefined) throw new Error('no event');
  return item;
}

function after(item: MessageItem | undefined, receipt: Receipt | undefined, nowMs: number): MessageItem | undefined {
  const arrivals = receipt === undefined ? [] : [{ receipt, replayedMs: null }];
  return advance(key, item, { arrivals, dueMs: null }, nowMs);
}

/** With another newest outcome. */
function changed(item: MessageItem, change: Partial<Outcome>): MessageItem {
  return { ...item, versions: item.versions.map((one) => ({ ...one, outcome: { ...one.outcome, ...change } })) };
}

const outcomeOf = (item: MessageItem | undefined) => item && newestOf(item)?.outcome;

const carrier = receipt('e1', 'Carrier', 10);
const handset = receipt('e2', 'Handset', 11);
const failed = receipt('e3', 'Handset', 12, true);

describe('the table’s item and the archive', () => {
  it('are the same, in whatever order and with whatever copies the archive has them', () => {
    const item = itemOf(carrier, handset);
    const message = archive(handset, published(item), carrier, handset, published(itemOf(carrier)));
    expect(compare(message, item, true)).toEqual({ verdict: 'same', lacks: 0 });
  });

  it('are the same if the item has receipts from outside of the span', () => {
    expect(compare(archive(carrier), itemOf(carrier, handset), true)).toEqual({ verdict: 'same', lacks: 0 });
  });

  it('are the same if the sender’s own word came again under another id', () => {
    expect(compare(archive(submitted('b')), itemOf(submitted('a')), true)).toEqual({ verdict: 'same', lacks: 0 });
  });

  const same = itemOf(carrier, handset);
  it.each<[string, MessageItem, number]>([
    ['lacks a receipt', itemOf(carrier), 1],
    ['has another receipt under the same id', itemOf(carrier, receipt('e2', 'System', 11)), 1],
    ['has another outcome than its receipts amount to', changed(same, { state: 'read' }), 0],
    ['has no outcome, and its receipts amount to one', { ...same, versions: [] }, 0],
    ['is older than what was published', changed(same, { version: 1 }), 0],
  ])('are different if the item %s', (_, item, lacks) => {
    expect(compare(archive(carrier, handset, published(same)), item, true)).toEqual({ verdict: 'different', lacks });
  });

  it.each([true, false])('have no item: it is missing, or incomplete: in the whole archive %s', (isWholeArchive) => {
    const verdictOf = (...events: readonly unknown[]) => compare(archive(...events), undefined, isWholeArchive).verdict;
    expect(verdictOf(carrier, handset, published(same))).toBe('missing');
    // An outcome was made of older receipts.
    expect(verdictOf(handset, published(same))).toBe('incomplete');
    // Its versions may be from before the span.
    expect(verdictOf(handset)).toBe(isWholeArchive ? 'missing' : 'incomplete');
  });
});

describe('what came after the span', () => {
  const toMs = Date.parse('2026-05-06T07:12:00Z');
  const archiveUntil = (...events: readonly unknown[]) => {
    const archived = new Archived(identityKey, toMs);
    for (const event of events) archived.add(event);
    return archived;
  };

  it('is not yet missed in the table', () => {
    const message = archiveUntil(carrier, failed).take(key);
    expect(message && compare(message, itemOf(carrier), true)).toEqual({ verdict: 'same', lacks: 0 });
  });

  it('belongs to a rebuilt item, so that no version number is used twice', () => {
    const newest = itemOf(carrier, handset, failed);
    const message = archiveUntil(carrier, handset, failed, published(newest)).take(key);
    expect(message && rebuild(message, nowMs)).toMatchObject({
      receipts: [{ eventId: 'e1' }, { eventId: 'e2' }, { eventId: 'e3' }],
      versions: [{ outcome: { version: 3, state: 'failed' }, isDue: false }],
    });
  });

  it('makes no message of the span', () => {
    const archived = archiveUntil(failed);
    expect([archived.size, [...archived.rest()], archived.take(key)]).toEqual([0, [], undefined]);
  });
});

describe('a version that was never published', () => {
  const span = { from: Date.parse('2026-05-06T07:00:00Z'), to: Date.parse('2026-05-06T08:00:00Z') };
  const item = itemOf(carrier, handset);
  const message = archive(carrier, handset, published(itemOf(carrier)));

  it('is one that was made in the span, and of which the archive has no event', () => {
    expect(unpublishedOf(message, item, span).map(({ outcome }) => outcome.version)).toEqual([2]);
    expect(unpublishedOf(archive(carrier, published(itemOf(carrier)), published(item)), item, span)).toEqual([]);
    for (const other of [
      { ...span, to: Date.parse('2026-05-06T07:30:00Z') },
      { ...span, from: Date.parse('2026-05-06T07:30:00Z') },
    ])
      expect(unpublishedOf(message, item, other)).toEqual([]);
  });

  it('is published by the tick, and no other is', () => {
    const due = withDue(item, unpublishedOf(message, item, span));
    expect(due.rev).toBe(item.rev + 1);
    expect(owedBy({ arrivals: [], dueMs: nowMs }, due).map(({ outcome }) => outcome.version)).toEqual([2]);
  });
});

describe('a rebuilt item', () => {
  it('goes on from the version that was published last', () => {
    const item = itemOf(carrier, handset);
    const rebuilt = rebuild(archive(carrier, handset, published(item), published(itemOf(carrier))), nowMs);
    expect(rebuilt).toEqual({ ...item, rev: 1, versions: item.versions.slice(-1) });
    const [late] = archive(failed).receipts.values();
    expect(outcomeOf(after(rebuilt, late, nowMs))).toMatchObject({ version: 3, state: 'failed', corrects: 2 });
  });

  it('has the version after it if the receipts amount to something else, for the tick to publish', () => {
    const early = receipt('e0', 'System', 10);
    const rebuilt = rebuild(archive(early, carrier, handset, published(itemOf(carrier))), nowMs);
    const { versions, receipts } = rebuilt;
    const asked = { arrivals: [], dueMs: nowMs };
    expect(advance(key, rebuilt, asked, nowMs)).toBe(rebuilt);
    expect(owedBy(asked, rebuilt)).toEqual(versions.slice(1));
    expect(receipts.map(({ eventId }) => eventId)).toEqual(['e1', 'e0', 'e2']);
    expect(versions).toMatchObject([
      { madeOf: 1, outcome: { version: 1, state: 'sent' }, at: '2026-05-06T07:30:00.123Z' },
      { madeOf: 3, outcome: { version: 2, state: 'delivered' }, at: '2026-05-06T09:00:00.000Z' },
    ]);
  });

  it('has version 1 if none was published, and none if nothing but evidence is known', () => {
    expect(outcomeOf(rebuild(archive(carrier), nowMs))).toMatchObject({ version: 1, state: 'sent' });
    expect(rebuild(archive(receipt('e9', 'Satellite', 10)), nowMs).versions).toEqual([]);
  });

  it('is overdue if what the sender expected is past due, for the tick to publish', () => {
    const late = rebuild(archive(submitted('a')), nowMs);
    expect(newestOf(late)).toMatchObject({ isDue: true, outcome: { state: 'overdue' } });
    const early = rebuild(archive(submitted('a')), Date.parse('2026-05-06T07:30:00Z'));
    expect(newestOf(early)).toMatchObject({ isDue: true, outcome: { state: 'submitted' } });
  });
});

it('counts what the function could not read either, and leaves out what is about no message', () => {
  const archived = new Archived(identityKey);
  archived.add({ source: 'shop', 'detail-type': 'Message Submitted', detail: {} });
  archived.add({ ...carrier, detail: { metadata: { id: 'e1' }, data: {} } });
  archived.add(carrier);
  expect([archived.events, archived.unreadable, archived.size]).toEqual([1, 2, 1]);
});
