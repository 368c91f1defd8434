import type { Identity, StoredObject } from '../reader/callback';
import type { DetailType } from '../reader/families';
import type { EarlierEvent } from '../reader/unrecognized/unrecognized-callback-schema';
import type { MessageHandle } from './outcome';

/** One callback that a worker wants to publish. */
export interface Claim {
  readonly identity: Identity;
  readonly eventId: string;
  readonly detailType: DetailType;
  readonly contentDigest: string;
  /**
   * The digests as earlier versions made them. An item with one of these is from such a version, and has the same
   * content as far as that version recorded it.
   */
  readonly formerDigests: readonly string[];
  /** The id of the request that brought it. */
  readonly requestId: string;
  /**
   * When its request was answered, in epoch milliseconds. A redriven callback was first seen long before this claim.
   */
  readonly receivedAtMs: number;
  /** Now, and when the claiming invocation must have ended, in epoch milliseconds. */
  readonly nowMs: number;
  readonly leaseEndsMs: number;
}

/** A claim that was won, with the counters of the claims before it. */
export interface Lease {
  readonly claim: Claim;
  readonly firstSeenMs: number;
  /** Including this time. More than 1 means that an earlier worker did not finish, so it may have been published. */
  readonly timesSeen: number;
}

export type ClaimOutcome =
  /** Ours to publish. */
  | { readonly status: 'claimed'; readonly lease: Lease }
  /** Another worker has it until `leaseEndsMs`. */
  | { readonly status: 'held'; readonly leaseEndsMs: number }
  /** Published before; counted. */
  | { readonly status: 'duplicate' }
  /** Other content has this identity, and was published under it or will be. */
  | { readonly status: 'collision'; readonly with: EarlierEvent };

/** The record of every callback, for idempotency and for "where is my message?" (architecture §6). */
export interface Ledger {
  /** One conditional write. A duplicate is counted (times seen, last seen) by this method too. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimOutcome>;
  /** Whether there is an item of that identity. */
  knows(identity: Identity, signal: AbortSignal): Promise<boolean>;
  /** Marks won claims as published, each key once per call. Returns those that could not be written; never rejects. */
  complete(leases: readonly Lease[], nowMs: number, signal: AbortSignal): Promise<readonly Lease[]>;
  /**
   * Marks overflow objects as consumed, each key once per call. Returns the keys that could not be written; never
   * rejects.
   */
  noteConsumed(objectKeys: readonly string[], nowMs: number, signal: AbortSignal): Promise<readonly string[]>;
}

export interface ObjectStore {
  put(object: StoredObject, signal: AbortSignal): Promise<void>;
  /** @throws if the object does not exist */
  get(key: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** Returns a message to the queue that it came from, visible again after the delay. */
export interface Redelivery {
  delay(handle: Pick<MessageHandle, 'receiptHandle' | 'queueArn'>, seconds: number, signal: AbortSignal): Promise<void>;
}
