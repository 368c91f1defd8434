import { sha256Hex } from '../shared/sha-256';
import { keyOfName, type MessageKey, messageName } from './fold';

/** Key of the item that says when the tick must look at a message. */
export interface DueItem {
  /** `due#<shard>`. */
  readonly pk: string;
  /** `<ISO time>#<channel>#<messageId>`. */
  readonly sk: string;
}

/** One partition takes about 1,000 writes a second, and those of one campaign come together. */
const shards = 4;

/** Where the tick looks. What it has handled is deleted, so it finds what is due however late it comes. */
export const duePartitions: readonly string[] = Array.from({ length: shards }, (_, shard) => partition(shard));

export function dueItem(key: MessageKey, atMs: number): DueItem {
  const shard = Number.parseInt(sha256Hex(key.messageId).charAt(0), 16) % shards;
  return { pk: partition(shard), sk: `${iso(atMs)}#${messageName(key)}` };
}

/** The message that it is about. Undefined if the key is not one that this function writes. */
export function keyOfDue({ sk }: DueItem): MessageKey | undefined {
  return keyOfName(/^[^#]+#(.+)$/s.exec(sk)?.[1] ?? '');
}

/** When it is due, in epoch milliseconds. */
export function dueMsOf({ sk }: DueItem): number {
  return Date.parse(sk.slice(0, sk.indexOf('#')));
}

/** Sort keys below it are due. */
export function dueBefore(nowMs: number): string {
  return iso(nowMs + 1);
}

function partition(shard: number): string {
  return `due#${shard}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
