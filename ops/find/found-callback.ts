import { identityText } from '../../lambda/reader/identity/identity';
import type { ReadCallback } from '../aws/envelopes';
import type { LedgerEntry } from '../aws/ledger';

export type FoundState = 'waiting' | 'claimed' | 'published' | 'dead' | 'kept';

/** Where a callback is. */
export interface FoundCallback {
  readonly family: string | null;
  /** As in `metadata.identity`; null where nobody has read it yet. */
  readonly identity: string | null;
  readonly state: FoundState;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  readonly eventId: string | null;
  readonly requestId: string | null;
}

/** A claim whose lease has run out is back in the queue: its worker failed. */
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
  };
}

/** Of a message that is in a queue: it has been seen as often as it is there. */
export function fromMessage({ envelope, callback, eventId }: ReadCallback, state: 'waiting' | 'dead'): FoundCallback {
  return {
    family: callback.identity.family,
    identity: identityText(callback.identity),
    state,
    firstSeenAt: envelope.receivedAt,
    lastSeenAt: envelope.receivedAt,
    timesSeen: 1,
    eventId,
    requestId: envelope.requestId,
  };
}

/** What is further on says more of the same callback. */
const rank = { published: 4, kept: 4, dead: 3, claimed: 2, waiting: 1 } as const satisfies Record<FoundState, number>;

/** One entry a callback, whatever ways it was found by. */
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
  };
}

/** ISO 8601 sorts as text. */
function earlier(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

function later(a: string, b: string): string {
  return [a, b].sort()[1] ?? b;
}
