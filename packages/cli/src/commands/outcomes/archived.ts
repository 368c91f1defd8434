import { isDeepStrictEqual } from 'node:util';
import {
  type Evidence,
  fold,
  type MessageKey,
  messageName,
  next,
  type Outcome,
  type Receipt,
  submissionOf,
} from '../../../../../lambda/outcomes/fold';
import {
  isSameSubmission,
  type MessageItem,
  newestOf,
  type Version,
} from '../../../../../lambda/outcomes/message-item';
import { readReceipt } from '../../../../../lambda/outcomes/receipt';
import { isRecord } from '../../../../../lambda/shared/json';

/** What the archive has of one message. */
export interface ArchivedMessage {
  readonly key: MessageKey;
  /** By event id, each once. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Ids of those from after the span, which may still be on their way to the table. */
  readonly late: ReadonlySet<string>;
  /** Other ids that people search for. */
  readonly aliases: ReadonlySet<string>;
  /** The newest version that was published, also after the span; undefined if none was, or its event is from before it. */
  readonly published: PublishedOutcome | undefined;
  /** Every version of which the archive has the event. */
  readonly versions: ReadonlySet<number>;
}

export interface PublishedOutcome {
  readonly outcome: Outcome;
  /** Ids of the receipts that it was made of. */
  readonly evidence: readonly string[];
  /** When it was made; ISO 8601. */
  readonly at: string;
}

/** How the table's item and the archive agree about a message. */
export type Verdict =
  | 'same'
  /** They agree, but versions of the item were never published. */
  | 'unpublished'
  /** The archive has all of it, and the table nothing. */
  | 'missing'
  /** The table has nothing, and receipts or published versions of it may be from before the span. */
  | 'incomplete'
  /** The table lacks receipts, has others under the same id, or another outcome than its receipts amount to. */
  | 'different';

export interface Compared {
  readonly verdict: Verdict;
  /** How many of the archive's receipts the item lacks. */
  readonly lacks: number;
}

/** Epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Collected {
  readonly key: MessageKey;
  readonly receipts: Map<string, Receipt>;
  readonly late: Set<string>;
  readonly aliases: Set<string>;
  readonly versions: Set<number>;
  published?: PublishedOutcome;
  isInSpan: boolean;
}

/** Collects the events of a replay that begins with the span and ends now, in any order, with copies. */
export class Archived {
  readonly #messages = new Map<string, Collected>();
  /** Events that were about a message. */
  events = 0;
  /** Events that the function cannot read either: they are among the undelivered. */
  unreadable = 0;

  /** @param toMs the end of the span: a message that has nothing before it is left out */
  constructor(
    private readonly identityKey: string,
    private readonly toMs = Number.POSITIVE_INFINITY,
  ) {}

  add(event: unknown): void {
    const isLate = isRecord(event) && Date.parse(String(event.time)) >= this.toMs;
    const published = publishedOf(event);
    if (published !== undefined) {
      const message = this.#of(published.outcome, isLate);
      this.events += 1;
      message.versions.add(published.outcome.version);
      if (published.outcome.version > (message.published?.outcome.version ?? 0)) message.published = published;
      return;
    }
    try {
      const read = readReceipt(event, this.identityKey);
      if (read === null) return;
      this.events += 1;
      const { receipts, late, aliases } = this.#of(read.key, isLate);
      receipts.set(read.receipt.eventId, read.receipt);
      if (isLate) late.add(read.receipt.eventId);
      for (const alias of read.aliases) aliases.add(alias);
    } catch {
      // Whatever it is, the function does not read it either, and one event must not stop the others.
      this.unreadable += 1;
    }
  }

  get size(): number {
    return [...this.rest()].length;
  }

  /** Each message is taken once: what is left has no item in the table. */
  take(key: MessageKey): ArchivedMessage | undefined {
    const id = messageName(key);
    const message = this.#messages.get(id);
    this.#messages.delete(id);
    return message?.isInSpan ? { ...message, published: message.published } : undefined;
  }

  *rest(): Generator<ArchivedMessage> {
    for (const message of this.#messages.values())
      if (message.isInSpan) yield { ...message, published: message.published };
  }

  #of(key: MessageKey, isLate: boolean): Collected {
    const id = messageName(key);
    const nothing = {
      receipts: new Map<string, Receipt>(),
      late: new Set<string>(),
      aliases: new Set<string>(),
      versions: new Set<number>(),
    };
    const message = this.#messages.get(id) ?? { key, ...nothing, isInSpan: false };
    message.isInSpan ||= !isLate;
    this.#messages.set(id, message);
    return message;
  }
}

/** An event `Message Outcome`; undefined for every other. */
function publishedOf(event: unknown): PublishedOutcome | undefined {
  if (!isRecord(event) || event['detail-type'] !== 'Message Outcome' || !isRecord(event.detail)) return undefined;
  const { metadata, data } = event.detail;
  if (!isPublished(data) || !isRecord(metadata)) return undefined;
  const { evidence, ...outcome } = data;
  // Not the event's `time`, which EventBridge cuts to seconds: published again, the version must have the same content.
  return { outcome, evidence: evidence.map(({ eventId }) => eventId), at: String(metadata.madeAt) };
}

/** The function wrote it by its schema, so checking the essentials is enough. */
function isPublished(data: unknown): data is Outcome & { readonly evidence: readonly Evidence[] } {
  return isRecord(data) && typeof data.version === 'number' && Array.isArray(data.evidence);
}

/**
 * Ignores receipts that only the table has: they are from outside the span.
 * @param isWholeArchive whether the span begins with the first event that was ever archived. If not, a message of which
 * nothing was published in the span may have versions from before it, whose numbers must not be used again.
 */
export function compare(
  { key, receipts, late, published }: ArchivedMessage,
  item: MessageItem | undefined,
  isWholeArchive: boolean,
): Compared {
  if (item === undefined) {
    const isWhole = published?.evidence.every((id) => receipts.has(id)) ?? isWholeArchive;
    return { verdict: isWhole ? 'missing' : 'incomplete', lacks: receipts.size };
  }
  const kept = new Map(item.receipts.map((receipt) => [receipt.eventId, receipt]));
  const lacking = [...receipts.values()].filter((receipt) => !late.has(receipt.eventId) && !has(kept, receipt));
  const folded = fold(key, item.receipts, item.isPastDue);
  const outcome = newestOf(item)?.outcome ?? null;
  const isFolded = folded === null ? outcome === null : outcome !== null && next(outcome, folded) === null;
  const isNewest = (outcome?.version ?? 0) >= (published?.outcome.version ?? 0);
  const isSame = lacking.length === 0 && isFolded && isNewest;
  return { verdict: isSame ? 'same' : 'different', lacks: lacking.length };
}

/**
 * The versions that were made in the span, and of which the archive has no event: the receipt that should have
 * published each was deleted among the undelivered events.
 */
export function unpublishedOf(
  { versions }: ArchivedMessage,
  item: MessageItem,
  { from, to }: Span,
): readonly Version[] {
  return item.versions.filter(({ outcome: { version }, at }) => {
    const madeMs = Date.parse(at);
    // EventBridge cuts the time of an event to seconds: one from the span's first second may be from before it.
    return !versions.has(version) && madeMs - 1_000 >= from && madeMs < to;
  });
}

/** The item with these versions as if the tick had asked for them: a due item brings the function to publish them. */
export function withDue(item: MessageItem, unpublished: readonly Version[]): MessageItem {
  const versions = item.versions.map((one) => (unpublished.includes(one) ? { ...one, isDue: true } : one));
  return { ...item, rev: item.rev + 1, versions };
}

function has(kept: ReadonlyMap<string, Receipt>, receipt: Receipt): boolean {
  if (receipt.due === null) return isDeepStrictEqual(kept.get(receipt.eventId), receipt);
  return [...kept.values()].some((one) => isSameSubmission(one, receipt));
}

/**
 * The item that the function would have kept, from the last published version on. If the receipts amount to something
 * else, there is a version after it, as if the tick had asked for it: a due item brings the function to publish it.
 */
export function rebuild({ key, receipts, published }: ArchivedMessage, nowMs: number): MessageItem {
  const sorted = [...receipts.values()].sort((a, b) => a.at.localeCompare(b.at) || a.eventId.localeCompare(b.eventId));
  const known = sorted.filter(({ eventId }) => published?.evidence.includes(eventId));
  const all = [...known, ...sorted.filter((one) => !known.includes(one))];
  const due = submissionOf(sorted)?.due.at;
  const isPastDue = due !== undefined && Date.parse(due) <= nowMs;
  const folded = fold(key, all, isPastDue);
  const last = published && { outcome: published.outcome, at: published.at, madeOf: known.length, isDue: false };
  const outcome = folded && next(last?.outcome ?? null, folded);
  const newer = { madeOf: all.length, at: new Date(nowMs).toISOString(), isDue: true };
  return {
    ...{ rev: 1, receipts: all, isPastDue },
    versions: [...(last === undefined ? [] : [last]), ...(outcome === null ? [] : [{ outcome, ...newer }])],
  };
}
