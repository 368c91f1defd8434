import type { Identity, StoredObject } from '../core/callback';
import type { CallbackEvent } from '../core/event';

/** One callback that a worker wants to publish. */
export interface Claim {
  readonly identity: Identity;
  readonly eventId: string;
  readonly contentDigest: string;
  /** The request that brought it. */
  readonly requestId: string;
  /** Now, and when the claiming invocation must be dead: epoch milliseconds. */
  readonly nowMs: number;
  readonly leaseEndsMs: number;
}

export type ClaimOutcome =
  /** Ours to publish. `repeated`: an earlier worker claimed it and did not finish, so it may have been published. */
  | { readonly status: 'claimed'; readonly repeated: boolean }
  /** Another worker has it until then. */
  | { readonly status: 'held'; readonly leaseEndsMs: number }
  /** Published before; counted. */
  | { readonly status: 'duplicate' }
  /** The identity is taken by other content. */
  | { readonly status: 'collision' };

/** The record of every callback: idempotency and "where is my message?" in one (architecture §6). */
export interface Ledger {
  /** One conditional write. A duplicate is counted (times seen, last seen) in the same call of this method. */
  claim(claim: Claim): Promise<ClaimOutcome>;
  /** Marks claims as published. Returns those that could not be written. */
  complete(claims: readonly Claim[], nowMs: number): Promise<readonly Claim[]>;
}

/** Publishes events. Returns the ids of those that the bus did not take, each with the bus's error code. */
export interface Publisher {
  publish(events: readonly CallbackEvent[]): Promise<ReadonlyMap<string, string>>;
}

export interface ObjectStore {
  put(object: StoredObject): Promise<void>;
  /** @throws when the object is not there */
  get(key: string): Promise<Uint8Array>;
}

/** Gives a message back to the queue, to be seen again after the delay. */
export interface Redelivery {
  delay(receiptHandle: string, seconds: number): Promise<void>;
}
