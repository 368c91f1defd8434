import type { FindInLedger } from '../reader/was-published';

/** An object under `overflow/`. */
export interface PendingObject {
  readonly key: string;
  readonly size: number;
  readonly storedAtMs: number;
}

export interface OverflowFolder {
  list(): AsyncIterable<PendingObject>;
  read(key: string): Promise<Uint8Array>;
}

export interface LedgerReader {
  readonly find: FindInLedger;
  /** Whether the consumer consumed an overflow object with a generated key. */
  wasConsumed(objectKey: string): Promise<boolean>;
}

export interface ObjectNotifier {
  /** Notifies the consumer of the object, as S3 does when it is stored. */
  notify(object: PendingObject): Promise<void>;
}
