import type { Identity } from '../reader/callback';

/** An object under `overflow/`. */
export interface OverflowObject {
  readonly key: string;
  readonly size: number;
  readonly storedAtMs: number;
}

export interface OverflowFolder {
  list(): AsyncIterable<OverflowObject>;
  read(key: string): Promise<Uint8Array>;
}

export interface LedgerEntry {
  readonly isPublished: boolean;
  readonly contentDigest: string;
}

export interface LedgerReader {
  find(identity: Identity): Promise<LedgerEntry | undefined>;
}

export interface CallbackQueue {
  /** Tells the consumer of the object, as S3 does when it is stored. */
  notify(object: OverflowObject): Promise<void>;
}
