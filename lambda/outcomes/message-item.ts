import { isDeepStrictEqual } from 'node:util';
import { fold, type MessageKey, next, type Outcome, type Receipt, submissionOf } from './fold';

/** What the table has of one message. */
export interface MessageItem {
  /** Counts the writes: a write succeeds only if no one else has written since it was read. */
  readonly rev: number;
  /** In the order of arrival, each once. */
  readonly receipts: readonly Receipt[];
  /** Whether the tick found that what the sender expected is past due. */
  readonly isPastDue: boolean;
  /** Oldest first; none while there is nothing but evidence. */
  readonly versions: readonly Version[];
}

/** A version as it is published, however often: the same id, the same content. */
export interface Version {
  readonly outcome: Outcome;
  /** How many of the item's receipts, from the first, are its evidence. */
  readonly madeOf: number;
  /** When it was made; ISO 8601. */
  readonly at: string;
  /** Whether the tick asked for it. */
  readonly isDue: boolean;
}

/** A receipt, as one SQS message brought it. */
export interface Arrival {
  readonly receipt: Receipt;
  /** When that message was sent to the queue, if it is from a replay of the archive; epoch milliseconds. */
  readonly replayedMs: number | null;
}

export interface News {
  readonly arrivals: readonly Arrival[];
  /** Since when what the tick found is due, in epoch milliseconds; null if the tick does not ask. */
  readonly dueMs: number | null;
}

/** The newest version; undefined while there is nothing but evidence. */
export function newestOf({ versions }: MessageItem): Version | undefined {
  return versions.at(-1);
}

/**
 * The item after the news: one more revision, with at most one more version. The same object if nothing is new, as for
 * a copy.
 */
export function advance(
  key: MessageKey,
  item: MessageItem | undefined,
  { arrivals, dueMs }: News,
  nowMs: number,
): MessageItem | undefined {
  const before = item ?? nothing;
  const receipts = arrivals.reduce(withReceipt, before.receipts);
  const hasNew = receipts !== before.receipts;
  const isDue = dueMs !== null;
  if (!hasNew && !isDue) return item;
  const isPastDue = (before.isPastDue || isDue) && expectedMs(receipts) <= Math.max(nowMs, dueMs ?? 0, pastMs(before));
  const folded = fold(key, receipts, isPastDue);
  const outcome = folded && next(newestOf(before)?.outcome ?? null, folded);
  // Past due means nothing to a message that has a state from a receipt.
  if (outcome === null && !hasNew) return item;
  const made = outcome && { outcome, madeOf: receipts.length, at: new Date(nowMs).toISOString(), isDue };
  return { rev: before.rev + 1, receipts, isPastDue, versions: [...before.versions, ...(made === null ? [] : [made])] };
}

/**
 * The versions that must be on the bus before an SQS message is deleted, oldest first: the one that its receipt made, or
 * the ones that the tick asked for. The worker that made them may have crashed before it published them.
 *
 * A replay of the archive brings receipts whose versions are on the bus. So a replayed message publishes only what was
 * made since it was sent: what is older is another message's to publish.
 */
export function owedBy({ arrivals, dueMs }: News, { receipts, versions }: MessageItem): readonly Version[] {
  const owed = new Set<Version>();
  for (const { receipt, replayedMs } of arrivals) {
    const index = receipts.findIndex((one) => isSame(one, receipt));
    const made = versions.find(({ madeOf }) => madeOf > index);
    const isOthers = made && replayedMs !== null && Date.parse(made.at) + clockErrorMs < replayedMs;
    if (made !== undefined && !isOthers) owed.add(made);
  }
  return versions.filter((version) => owed.has(version) || (dueMs !== null && version.isDue));
}

/** When the wait for a receipt ends, in epoch milliseconds; never for a message without a submission. */
function expectedMs(receipts: readonly Receipt[]): number {
  const submission = submissionOf(receipts);
  return submission === null ? Number.POSITIVE_INFINITY : Date.parse(submission.due.at);
}

/** What was past for an earlier worker stays past: this one's clock may be behind, as it may be behind the tick's. */
function pastMs({ isPastDue, receipts }: MessageItem): number {
  return isPastDue ? expectedMs(receipts) : 0;
}

/** A margin for clocks of SQS and Lambda that differ. Publishing a version once too often does no harm. */
const clockErrorMs = 60_000;

const nothing: MessageItem = { rev: 0, receipts: [], isPastDue: false, versions: [] };

function withReceipt(receipts: readonly Receipt[], { receipt }: Arrival): readonly Receipt[] {
  return receipts.some((one) => isSame(one, receipt)) ? receipts : [...receipts, receipt];
}

function isSame(one: Receipt, other: Receipt): boolean {
  return one.eventId === other.eventId || isSameSubmission(one, other);
}

/** A `Message Submitted` that is sent again from the undelivered events has another id than the first time. */
export function isSameSubmission(one: Receipt, other: Receipt): boolean {
  return other.due !== null && isDeepStrictEqual({ ...one, eventId: other.eventId }, other);
}
