import { sha256Hex } from '../shared/sha-256';
import { keyOfName, type MessageKey, messageName } from './fold';

/** Key of the item that says when the tick must look at a message. */
export interface DueItem {
  /** `due#<hour>#<shard>`. */
  readonly pk: string;
  /** `<ISO time>#<channel>#<messageId>`. */
  readonly sk: string;
}

/** One partition takes about 1,000 writes a second, and those of one campaign are all due in the same hour. */
const shards = [0, 1, 2, 3];

/** How far back the tick looks: an outage of the tick of up to a day loses nothing. */
const lookBackHours = 24;

const hourMs = 3_600_000;

export function dueItem(key: MessageKey, atMs: number): DueItem {
  const shard = Number.parseInt(sha256Hex(key.messageId).charAt(0), 16) % shards.length;
  return { pk: partition(atMs, shard), sk: `${iso(atMs)}#${messageName(key)}` };
}

/** The message that it is about. Undefined if the key is not one that this function writes. */
export function keyOfDue({ sk }: DueItem): MessageKey | undefined {
  return keyOfName(/^[^#]+#(.+)$/s.exec(sk)?.[1] ?? '');
}

/** The partitions that may have something due by now, oldest first. */
export function duePartitions(nowMs: number): readonly string[] {
  const hours = Array.from({ length: lookBackHours + 1 }, (_, index) => nowMs - (lookBackHours - index) * hourMs);
  return hours.flatMap((ms) => shards.map((shard) => partition(ms, shard)));
}

/** Sort keys below it are due. */
export function dueBefore(nowMs: number): string {
  return iso(nowMs + 1);
}

function partition(atMs: number, shard: number): string {
  return `due#${iso(atMs).slice(0, 13)}#${shard}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
