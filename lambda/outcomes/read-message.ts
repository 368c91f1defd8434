import { asciiJson, isRecord, parseJson } from '../shared/json';
import type { DueItem } from './due-item';

/** What a message of the queue can be. */
export type QueueMessage =
  /** What EventBridge delivered, perhaps from a replay of the archive. */
  | { readonly kind: 'event'; readonly event: unknown; readonly isReplayed: boolean }
  /** What the tick sent. */
  | { readonly kind: 'due'; readonly due: readonly DueItem[] };

export function readMessage(body: string): QueueMessage {
  const value = parseJson(body);
  if (!isRecord(value) || !Array.isArray(value.due)) {
    return { kind: 'event', event: value, isReplayed: isRecord(value) && value['replay-name'] !== undefined };
  }
  return { kind: 'due', due: value.due.filter(isDueItem) };
}

export function encodeDue(due: readonly DueItem[]): string {
  return asciiJson(JSON.stringify({ due }));
}

function isDueItem(value: unknown): value is DueItem {
  return isRecord(value) && typeof value.pk === 'string' && typeof value.sk === 'string';
}
