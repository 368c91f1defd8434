import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { emptyReceipt, type MessageKey, messageName, type Outcome, type Receipt } from '../fold';
import { type MessageItem, newestOf, type Version } from '../message-item';

type Attributes = Record<string, AttributeValue>;

/** The sort key of a message's item. */
export const outcomeSk = 'outcome';

export function itemKey(key: MessageKey): Attributes {
  return { pk: { S: messageName(key) }, sk: { S: outcomeSk } };
}

/** A version as an item has it: `outcome` and `changedAt` of the newest are what the commands look for. */
interface StoredVersion {
  readonly outcome: Outcome;
  readonly changedAt: string;
  readonly madeOf: number;
  readonly isDue?: boolean;
}

/** An earlier version: its outcome without what the newest version's has as well. */
type StoredEarlier = Omit<StoredVersion, 'outcome'> & { readonly outcome: Partial<Outcome> };

/**
 * A message as the table has it. DynamoDB charges for each started KB, so it leaves out the fields of a receipt that are
 * not set, and of an earlier version what it has in common with the newest.
 */
export function toAttributes(item: MessageItem): Attributes {
  const { rev, receipts, isPastDue, versions } = item;
  const newest = newestOf(item);
  const earlier = versions.slice(0, -1).map((version): StoredEarlier => {
    const changed = Object.entries(version.outcome).filter(
      ([name, value]) => !isDeepStrictEqual(value, newest?.outcome[name as keyof Outcome]),
    );
    return { ...stored(version), outcome: Object.fromEntries(changed) };
  });
  return {
    rev: attributeOf(rev),
    receipts: attributeOf(receipts.map((receipt) => withoutNulls(receipt))),
    ...(isPastDue ? { isPastDue: attributeOf(true) } : {}),
    ...(newest === undefined ? {} : attributesOf(stored(newest))),
    ...(earlier.length === 0 ? {} : { earlier: attributeOf(earlier) }),
  };
}

/** Trusts the shape, because only this function writes these items. */
export function fromAttributes(attributes: Attributes): MessageItem {
  const { rev, receipts, isPastDue, outcome, earlier } = attributes;
  const newest = outcome === undefined ? [] : [plainOf({ M: attributes }) as StoredVersion];
  const older = (earlier?.L ?? []).map((one) => plainOf(one) as StoredEarlier);
  return {
    rev: Number(rev?.N),
    receipts: (receipts?.L ?? []).map((one) => ({ ...emptyReceipt, ...(plainOf(one) as Partial<Receipt>) }) as Receipt),
    isPastDue: isPastDue?.BOOL ?? false,
    versions: newest.flatMap((last) => [
      ...older.map((one) => versionOf({ ...one, outcome: { ...last.outcome, ...one.outcome } })),
      versionOf(last),
    ]),
  };
}

function stored({ outcome, at, madeOf, isDue }: Version): StoredVersion {
  return { outcome, changedAt: at, madeOf, ...(isDue ? { isDue } : {}) };
}

function versionOf({ outcome, changedAt, madeOf, isDue = false }: StoredVersion): Version {
  return { outcome, madeOf, at: changedAt, isDue };
}

function withoutNulls(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function attributesOf(object: object): Attributes {
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, attributeOf(member)]));
}

/** A JSON value as an attribute. */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return { M: attributesOf(value) };
}

function plainOf({ S, N, BOOL, L, M }: AttributeValue): unknown {
  if (M !== undefined) {
    return Object.fromEntries(Object.entries(M).map(([name, member]) => [name, plainOf(member)]));
  }
  if (N !== undefined) return Number(N);
  return S ?? BOOL ?? L?.map(plainOf) ?? null;
}
