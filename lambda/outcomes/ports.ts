import type { DueItem } from './due-item';
import type { MessageKey } from './fold';
import type { MessageItem } from './message-item';

/** One item for each message, and one for each time at which the tick must look at a message. */
export interface OutcomesTable {
  /** Strongly consistent. */
  read(key: MessageKey, signal: AbortSignal): Promise<MessageItem | undefined>;
  /** @returns false if the table no longer has the revision before this one: someone else has written since the read */
  write(key: MessageKey, item: MessageItem, nowMs: number, signal: AbortSignal): Promise<boolean>;
  /** Another id by which people ask for the message. */
  noteAlias(alias: string, key: MessageKey, nowMs: number, signal: AbortSignal): Promise<void>;
  noteDue(due: DueItem, signal: AbortSignal): Promise<void>;
  /** What is due by now, however long it has been, in pages. */
  listDue(nowMs: number, signal: AbortSignal): AsyncIterable<readonly DueItem[]>;
  forgetDue(due: DueItem, signal: AbortSignal): Promise<void>;
}

/** The function's own queue. */
export interface DueQueue {
  send(due: readonly DueItem[], signal: AbortSignal): Promise<void>;
}
