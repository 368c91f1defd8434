import { asciiJson, isRecord, parseJson } from '../shared/json';
import type { DueItem } from './due-item';

/** What a message of the queue can be. */
export type QueueMessage =
  /** What EventBridge delivered. */
  | { readonly kind: 'event'; readonly event: unknown }
  /** What the tick sent. */
  | { readonly kind: 'due'; readonly due: readonly DueItem[] };

export function readMessage(body: string): QueueMessage {
  const value = parseJson(body);
  if (!isRecord(value) || !Array.isArray(value.due)) return { kind: 'event', event: value };
  return { kind: 'due', due: value.due.filter(isDueItem) };
}

export function encodeDue(due: readonly DueItem[]): string {
  return asciiJson(JSON.stringify({ due }));
}

function isDueItem(value: unknown): value is DueItem {
  return isRecord(value) && typeof value.pk === 'string' && typeof value.sk === 'string';
}
