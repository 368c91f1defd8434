import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { toAttributes } from '../../../../lambda/outcomes/aws/item-attributes';
import { createOutcomesTable } from '../../../../lambda/outcomes/aws/outcomes-table';
import { type DueItem, dueItem, keyOfDue } from '../../../../lambda/outcomes/due-item';
import { evidenceOf, type MessageKey, type Receipt } from '../../../../lambda/outcomes/fold';
import { advance, type MessageItem } from '../../../../lambda/outcomes/message-item';
import { toOutcomeEvent } from '../../../../lambda/outcomes/outcome-event';
import type { OutcomesTable } from '../../../../lambda/outcomes/ports';
import { entryBytes } from '../../../../lambda/shared/put-events-limits';
import { type LedgerTable, startLedgerTable } from '../../../support/ledger-table';
import { receipt, sms, smsError, submitted } from '../given-receipts';

const open = new AbortController().signal;
const t0 = Date.parse('2026-05-06T12:00:00.000Z');
const sk = { S: 'outcome' };

let started: LedgerTable;
let table: OutcomesTable;

beforeAll(async () => {
  started = await startLedgerTable();
  table = createOutcomesTable({ tableName: started.name, days: 90, client: started.client });
});
afterAll(() => started.stop());

let serial = 0;

function newKey(): MessageKey {
  serial += 1;
  return { channel: 'sms', messageId: `5d0c6b6e-0000-4000-8000-0000000${serial + 10_000}` };
}

/** A message with these receipts, the first revision. */
function itemOf(key: MessageKey, receipts = [receipt(sms.Carrier, { submitterMessageId: 'order-1' })]): MessageItem {
  return after(key, undefined, receipts);
}

function after(
  key: MessageKey,
  before: MessageItem | undefined,
  receipts: readonly Receipt[],
  dueMs: number | null = null,
): MessageItem {
  const arrivals = receipts.map((receipt) => ({ receipt, replayedMs: null }));
  const item = advance(key, before, { arrivals, dueMs }, t0 + 60_000 * (before?.rev ?? 0));
  if (item === undefined) throw new Error('nothing is new');
  return item;
}

async function stored({ channel, messageId }: MessageKey) {
  const Key = { pk: { S: `${channel}#${messageId}` }, sk };
  return (await started.client.send(new GetItemCommand({ TableName: started.name, Key }))).Item ?? {};
}

it('reads a message as it was written', async () => {
  const key = newKey();
  const failure = receipt(smsError.Handset, { part: '2', parts: 3 });
  const item = itemOf(key, [receipt(sms.Carrier), failure, submitted('ERROR')]);
  expect(await table.write(key, item, t0, open)).toBe(true);
  expect(await table.read(key, open)).toEqual(item);
  expect(await table.read(newKey(), open)).toBeUndefined();
});

it('writes only over the revision that was read', async () => {
  const key = newKey();
  const item = itemOf(key);
  expect(await table.write(key, item, t0, open)).toBe(true);
  expect(await table.write(key, item, t0, open)).toBe(false);
  expect(await table.write(key, { ...item, rev: 3 }, t0, open)).toBe(false);
  expect(await table.write(newKey(), { ...item, rev: 2 }, t0, open)).toBe(false);
  expect(await table.write(key, { ...item, rev: 2 }, t0, open)).toBe(true);
});

it('reads earlier versions as they were published, whatever of them is in the newest as well', async () => {
  const key = newKey();
  const word = submitted('ALL', { at: '2026-05-06T10:00:00.000Z' });
  const arrived = [
    [smsError.Carrier, { submitterMessageId: 'order-1' }],
    [sms.Handset, { part: '1', parts: 2 }],
    [smsError.Handset, { part: '2', parts: 2 }],
  ] as const;
  let item = after(key, after(key, undefined, [word]), [], t0);
  for (const [claim, fields] of arrived) item = after(key, item, [receipt(claim, fields)]);
  expect(item.versions.map(({ isDue, madeOf }) => [isDue, madeOf])).toEqual([
    ...[
      [false, 1],
      [true, 1],
    ],
    ...[
      [false, 2],
      [false, 3],
      [false, 4],
    ],
  ]);
  expect(await table.write(key, { ...item, rev: 1 }, t0, open)).toBe(true);
  expect(await table.read(key, open)).toEqual({ ...item, rev: 1 });
});

it('forgets a message after its retention, and writes what the commands read', async () => {
  const key = newKey();
  await table.write(key, itemOf(key), t0, open);
  expect(await stored(key)).toMatchObject({
    changedAt: { S: '2026-05-06T12:00:00.000Z' },
    outcome: { M: { state: { S: 'sent' }, isFinal: { BOOL: false } } },
    expiresAt: { N: String(t0 / 1000 + 90 * 86_400) },
  });
});

it('takes a write unit for a message with two receipts, each a version', async () => {
  const key = newKey();
  const order = { submitterMessageId: 'order-123456' };
  const eventId = (n: number) => `27719f2c-67ff-8839-97dc-25464891300${n}`;
  const first = itemOf(key, [receipt(sms.Carrier, { ...order, eventId: eventId(1) })]);
  const both = after(key, first, [receipt(sms.Handset, { ...order, eventId: eventId(2) })]);
  await table.write(key, first, t0, open);
  await table.write(key, both, t0, open);
  expect(both.versions).toHaveLength(2);
  expect(sizeOf(await stored(key))).toBeLessThan(1024 - indexBytes);
});

it('has room for so many receipts that their event still fits a call of PutEvents', () => {
  const eventId = (n: number) => `27719f2c-67ff-8839-97dc-${String(n).padStart(12, '0')}`;
  const least = { source: 'MMSC', state: null } as const;
  const many = Array.from({ length: 5_000 }, (_, n) => receipt(least, { eventId: eventId(n) }));
  const first = itemOf(newKey());
  const item = { ...first, receipts: [...first.receipts, ...many] };
  const [version] = item.versions;
  if (version === undefined) throw new Error('no version');
  const event = toOutcomeEvent(version.outcome, evidenceOf(item.receipts), version.at);
  const fits = 999_999 / (400 * 1024);
  expect(entryBytes(event) / sizeOf(toAttributes(item))).toBeLessThan(fits);
});

describe('what is due', () => {
  it('is found from its time on, however late, and forgotten', async () => {
    const keys = Array.from({ length: 16 }, (_, n) => ({ channel: 'mms', messageId: `with # and ü ${n}` }) as const);
    const due = keys.map((key) => dueItem(key, t0 + 60_000));
    expect(new Set(due.map(({ pk }) => pk))).toEqual(new Set(['due#0', 'due#1', 'due#2', 'due#3']));
    for (const one of due) await table.noteDue(one, open);
    const found = async (nowMs: number) => {
      const all: DueItem[] = [];
      for await (const page of table.listDue(nowMs, open)) all.push(...page);
      return new Set(all);
    };
    expect(await found(t0 + 59_999)).toEqual(new Set());
    expect(await found(t0 + 60_000)).toEqual(new Set(due));
    expect(await found(t0 + 60 * 86_400_000)).toEqual(new Set(due));
    expect(due.map(keyOfDue)).toEqual(keys);
    for (const one of due) await table.forgetDue(one, open);
    expect(await found(t0 + 60_000)).toEqual(new Set());
  });

  it('is kept as long as its message: the tick may have been down', async () => {
    const due = dueItem(newKey(), t0);
    await table.noteDue(due, open);
    const Key = { pk: { S: due.pk }, sk: { S: due.sk } };
    const { Item } = await started.client.send(new GetItemCommand({ TableName: started.name, Key }));
    expect(Item?.expiresAt).toEqual({ N: String(t0 / 1000 + 90 * 86_400) });
    await table.forgetDue(due, open);
  });

  it('is of no message if it is not ours', () => {
    expect(keyOfDue({ pk: 'due#x', sk: '2026#fax#1' })).toBeUndefined();
  });
});

it('notes an id that leads to a message', async () => {
  const key = newKey();
  await table.noteAlias('order-1', key, t0, open);

  const Key = { pk: { S: 'alias#order-1' }, sk: { S: `sms#${key.messageId}` } };
  const { Item } = await started.client.send(new GetItemCommand({ TableName: started.name, Key }));
  expect(Item).toMatchObject({ expiresAt: { N: String(t0 / 1000 + 90 * 86_400) } });
});

/** What DynamoDB adds to a stored item, though not to a written one. */
const indexBytes = 100;

/** As DynamoDB counts: names and values in UTF-8, 3 bytes for a list or map and 1 for each of its members. */
function sizeOf(value: object): number {
  return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + sizeOfValue(one), 0);
}

function sizeOfValue({ S, N, L, M }: { S?: string; N?: string; L?: object[]; M?: object }): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return 1 + Math.ceil(N.length / 2);
  if (L !== undefined) return 3 + L.reduce((sum, one) => sum + 1 + sizeOfValue(one), 0);
  return M === undefined ? 1 : 3 + sizeOf(M) + Object.keys(M).length;
}
