import { fold, type MessageKey, next, type Outcome, type Receipt, submissionOf } from './fold';

/** What the table has of one message. */
export interface MessageItem {
  /** Counts the writes: a write succeeds only if no one else has written since it was read. */
  readonly rev: number;
  /** In the order of arrival, each once. */
  readonly receipts: readonly Receipt[];
  /** Whether the tick found that what the sender expected is past due. */
  readonly isPastDue: boolean;
  /** The newest version; null while there is nothing but evidence. */
  readonly outcome: Outcome | null;
  /** When the newest version was made; ISO 8601. */
  readonly changedAt: string | null;
  /** Versions that may not be on the bus yet, oldest first. */
  readonly outbox: readonly Unpublished[];
}

/** A version as it must be published, however often: the same id, the same content. */
export interface Unpublished {
  readonly outcome: Outcome;
  /** How many of the item's receipts, from the first, are its evidence. */
  readonly receipts: number;
  /** When it was made; ISO 8601. */
  readonly at: string;
}

export interface News {
  readonly receipts: readonly Receipt[];
  /** Whether the tick asks: only then can the message become past due. */
  readonly isDue: boolean;
}

/**
 * The item after the news: one more revision, with at most one more version. The same object if nothing is new, as for
 * a copy.
 */
export function advance(
  key: MessageKey,
  item: MessageItem | undefined,
  news: News,
  nowMs: number,
): MessageItem | undefined {
  const before = item ?? nothing;
  const known = new Set(before.receipts.map(({ eventId }) => eventId));
  const fresh = new Map(news.receipts.filter(({ eventId }) => !known.has(eventId)).map((one) => [one.eventId, one]));
  const receipts = [...before.receipts, ...fresh.values()];
  const due = submissionOf(receipts)?.due.at;
  const isPastDue = due !== undefined && Date.parse(due) <= nowMs && (before.isPastDue || news.isDue);
  if (fresh.size === 0 && isPastDue === before.isPastDue) return item;
  const noted = { ...before, rev: before.rev + 1, receipts, isPastDue };
  const folded = fold(key, receipts, isPastDue);
  const outcome = folded === null ? null : next(before.outcome, folded);
  if (outcome === null) return noted;
  const at = new Date(nowMs).toISOString();
  const outbox = [...before.outbox, { outcome, receipts: receipts.length, at }];
  return { ...noted, outcome, changedAt: at, outbox };
}

const nothing: MessageItem = {
  rev: 0,
  receipts: [],
  isPastDue: false,
  outcome: null,
  changedAt: null,
  outbox: [],
};
