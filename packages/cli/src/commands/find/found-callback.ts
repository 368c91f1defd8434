import { identityText } from '../../../../../lambda/reader/identity/identity';
import type { ReadCallback } from '../../reads/envelopes';
import type { LedgerEntry } from '../../reads/ledger';

/**
 * `redriven`: moved back from the dead-letter queue, and not done yet. `dropped`: deleted from there by `dead drop`.
 * `expired`: older than SQS keeps it. `refused`: answered 401 or 503, and not stored. `unknown`: its traces do not tell.
 */
export type FoundState =
  | 'waiting'
  | 'claimed'
  | 'published'
  | 'dead'
  | 'kept'
  | 'redriven'
  | 'dropped'
  | 'expired'
  | 'refused'
  | 'unknown';

/** Where a callback is. */
export interface FoundCallback {
  readonly family: string | null;
  /** As in `metadata.identity`; null if it has not been read yet. */
  readonly identity: string | null;
  readonly state: FoundState;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  readonly eventId: string | null;
  readonly requestId: string | null;
  /**
   * Why it last failed, was refused or was dropped; of a published one, for which subscriptions its event was dropped.
   * Null if none of that happened, or no log says.
   */
  readonly cause: string | null;
}

export function failureText({
  step,
  cause,
}: {
  readonly step: string | null;
  readonly cause: string | null;
}): string | null {
  return [step, cause].filter((part) => part !== null).join(': ') || null;
}

/** A callback whose lease has expired is back in the queue, because its worker failed. */
export function fromLedger(entry: LedgerEntry, nowMs: number): FoundCallback {
  const { family, id, part, firstSeenAt, lastSeenAt, timesSeen, eventId, requestId } = entry;
  const claimed = entry.leaseEndsAtMs >= nowMs ? 'claimed' : 'waiting';
  const published = family === 'unrecognized' ? 'kept' : 'published';
  return {
    family,
    identity: identityText({ family, id, part }),
    state: entry.state === 'published' ? published : claimed,
    firstSeenAt,
    lastSeenAt,
    timesSeen,
    eventId,
    requestId,
    cause: null,
  };
}

/** For a message in a queue: seen once for each copy there. */
export function fromMessage(
  { envelope, callback, eventId }: ReadCallback,
  state: 'waiting' | 'redriven' | 'dead',
): FoundCallback {
  return {
    family: callback.identity.family,
    identity: identityText(callback.identity),
    state,
    firstSeenAt: envelope.receivedAt,
    lastSeenAt: envelope.receivedAt,
    timesSeen: 1,
    eventId,
    requestId: envelope.requestId,
    cause: null,
  };
}

/** A later state says more about the same callback. */
const rank = {
  ...{ published: 6, kept: 6, dead: 5, dropped: 4, claimed: 3, redriven: 2, waiting: 1 },
  ...{ expired: 0, refused: 0, unknown: 0 },
} as const satisfies Record<FoundState, number>;

/** One entry for each callback, however often it was found. */
export function merge(found: readonly FoundCallback[]): FoundCallback[] {
  const byIdentity = new Map<string, FoundCallback>();
  for (const one of found) {
    const key = one.identity ?? `request ${one.requestId ?? one.eventId}`;
    const other = byIdentity.get(key);
    byIdentity.set(key, other === undefined ? one : join(other, one));
  }
  return [...byIdentity.values()];
}

function join(a: FoundCallback, b: FoundCallback): FoundCallback {
  const [more, less] = rank[a.state] >= rank[b.state] ? [a, b] : [b, a];
  return {
    ...more,
    firstSeenAt: earlier(a.firstSeenAt, b.firstSeenAt),
    lastSeenAt: later(a.lastSeenAt, b.lastSeenAt),
    timesSeen: Math.max(more.timesSeen, less.timesSeen),
    eventId: more.eventId ?? less.eventId,
    requestId: more.requestId ?? less.requestId,
    cause: more.cause ?? (more.state === less.state ? less.cause : null),
  };
}

/** ISO 8601 sorts as text. */
function earlier(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

function later(a: string, b: string): string {
  return [a, b].sort()[1] ?? b;
}
