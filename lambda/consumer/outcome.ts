import type { Callback } from '../reader/callback';
import type { Envelope } from '../shared/envelope';

/** Where a callback came from: what it takes to give it back. */
export interface Receipt {
  readonly messageId: string;
  readonly receiptHandle: string;
}

/** A callback on its way through the invocation. */
export interface Work {
  readonly receipt: Receipt;
  readonly envelope: Envelope;
  readonly callback: Callback;
}

/** How an attempt to publish a callback ended. */
export type Fate =
  /** `repeated`: an earlier worker did not finish, so the event may be out twice, under one id. */
  | { readonly code: 'Published'; readonly repeated: boolean }
  | { readonly code: 'DuplicateDropped' }
  /** Another worker is at it: the message goes back until that one must be done. */
  | { readonly code: 'Held' }
  /** The message goes back; `cause` says what failed in `step`. */
  | { readonly code: 'RecordFailed'; readonly step: Step; readonly cause: string };

export type Step = 'read' | 'claim' | 'store' | 'publish' | 'complete';

export interface Settled {
  readonly receipt: Receipt;
  readonly fate: Fate;
  /** Absent where the message could not be read. */
  readonly work?: Work;
}

export function isGivenBack({ fate }: Settled): boolean {
  return fate.code === 'Held' || fate.code === 'RecordFailed';
}

/** The fate of a work that failed. */
export function failedWork(work: Work, step: Step, cause: string): Settled {
  return { receipt: work.receipt, work, fate: { code: 'RecordFailed', step, cause } };
}

/** The fate of a message that was not read. */
export function failedReceipt(receipt: Receipt, cause: string): Settled {
  return { receipt, fate: { code: 'RecordFailed', step: 'read', cause } };
}
