import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type MessageKey, messageName, type Outcome, type Receipt, unsaid } from '../fold';
import type { MessageItem, Unpublished } from '../message-item';

type Attributes = Record<string, AttributeValue>;

/** The sort key of a message's item. */
export const outcomeSk = 'outcome';

export function itemKey(key: MessageKey): Attributes {
  return { pk: { S: messageName(key) }, sk: { S: outcomeSk } };
}

/**
 * A message as the table has it. Leaves out every field of a receipt that is not set, because DynamoDB charges for each
 * started KB.
 */
export function toAttributes({ rev, receipts, isPastDue, outcome, changedAt, outbox }: MessageItem): Attributes {
  return {
    rev: attributeOf(rev),
    version: attributeOf(outcome?.version ?? 0),
    receipts: attributeOf(receipts.map((receipt) => withoutNulls(receipt))),
    ...(isPastDue ? { isPastDue: attributeOf(true) } : {}),
    ...(outcome === null ? {} : { outcome: attributeOf(outcome), changedAt: attributeOf(changedAt) }),
    ...(outbox.length === 0 ? {} : { outbox: attributeOf(outbox) }),
  };
}

/** Trusts the shape, because only this function writes these items. */
export function fromAttributes(attributes: Attributes): MessageItem {
  const { rev, receipts, isPastDue, outcome, changedAt, outbox } = attributes;
  return {
    rev: Number(rev?.N),
    receipts: (receipts?.L ?? []).map((one) => ({ ...unsaid, ...(plainOf(one) as Partial<Receipt>) }) as Receipt),
    isPastDue: isPastDue?.BOOL ?? false,
    outcome: outcome === undefined ? null : (plainOf(outcome) as Outcome),
    changedAt: changedAt?.S ?? null,
    outbox: (outbox?.L ?? []).map((one) => plainOf(one) as Unpublished),
  };
}

function withoutNulls(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** A JSON value as an attribute. */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, attributeOf(member)])) };
}

function plainOf({ S, N, BOOL, L, M }: AttributeValue): unknown {
  if (M !== undefined) {
    return Object.fromEntries(Object.entries(M).map(([name, member]) => [name, plainOf(member)]));
  }
  if (N !== undefined) return Number(N);
  return S ?? BOOL ?? L?.map(plainOf) ?? null;
}
