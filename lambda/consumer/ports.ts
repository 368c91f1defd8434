import type { Identity, StoredObject } from '../reader/callback';
import type { BusEvent } from '../reader/event';
import type { DetailType } from '../reader/families';
import type { EarlierEvent } from '../reader/unrecognized/unrecognized-callback-schema';
import type { MessageHandle } from './outcome';

/** One callback that a worker wants to publish. */
export interface Claim {
  readonly identity: Identity;
  readonly eventId: string;
  readonly detailType: DetailType;
  readonly contentDigest: string;
  /** As earlier versions made it: an item with one of these is theirs, and of the same content as far as they noted it. */
  readonly formerDigests: readonly string[];
  /** The request that brought it. */
  readonly requestId: string;
  /** When its request was answered, epoch milliseconds: a redriven callback was seen first long before its claim. */
  readonly receivedAtMs: number;
  /** Now, and when the claiming invocation must be dead: epoch milliseconds. */
  readonly nowMs: number;
  readonly leaseEndsMs: number;
}

/** A claim that was won, with the counters of the claims before it. */
export interface Lease {
  readonly claim: Claim;
  readonly firstSeenMs: number;
  /** This time included: more than 1 means that an earlier worker did not finish, so it may have been published. */
  readonly timesSeen: number;
}

export type ClaimOutcome =
  /** Ours to publish. */
  | { readonly status: 'claimed'; readonly lease: Lease }
  /** Another worker has it until then. */
  | { readonly status: 'held'; readonly leaseEndsMs: number }
  /** Published before; counted. */
  | { readonly status: 'duplicate' }
  /** The identity is taken by other content, which was published as this or will be. */
  | { readonly status: 'collision'; readonly with: EarlierEvent };

/** The record of every callback: idempotency and "where is my message?" in one (architecture §6). */
export interface Ledger {
  /** One conditional write. A duplicate is counted (times seen, last seen) by this method too. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimOutcome>;
  /** Whether there is an item of that identity. */
  knows(identity: Identity, signal: AbortSignal): Promise<boolean>;
  /** Marks won claims, each key once a call, as published. Returns those that could not be written; never rejects. */
  complete(leases: readonly Lease[], nowMs: number, signal: AbortSignal): Promise<readonly Lease[]>;
  /** Notes overflow objects, each key once a call, as done with. Returns the keys that could not be written; never rejects. */
  noteConsumed(objectKeys: readonly string[], nowMs: number, signal: AbortSignal): Promise<readonly string[]>;
}

/** Publishes events. Returns the ids of those that the bus did not take, each with the bus's error code; never rejects. */
export interface Publisher {
  publish(events: readonly BusEvent[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface ObjectStore {
  put(object: StoredObject, signal: AbortSignal): Promise<void>;
  /** @throws when the object is not there */
  get(key: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** Gives a message back to the queue that it came from, to be seen again after the delay. */
export interface Redelivery {
  delay(handle: MessageHandle, seconds: number, signal: AbortSignal): Promise<void>;
}
