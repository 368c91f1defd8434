import type { Callback } from '../reader/callback';
import type { Envelope } from '../shared/envelope';

/** Where a callback came from: what is needed to return it. */
export interface MessageHandle {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** ARN of the queue that it was received from. */
  readonly queueArn: string;
  /** Received for the first time, and not from the retry queue. */
  readonly isFirstTry: boolean;
  /** Key of the overflow object that the callback is in; absent if the message contains it. */
  readonly objectKey?: string;
  /** The id of the dead letter that an operator moved back as this message. */
  readonly deadLetterId?: string;
}

/** A callback on its way through the invocation. */
export interface ReceivedCallback {
  readonly handle: MessageHandle;
  readonly envelope: Envelope;
  readonly callback: Callback;
}

/** How an attempt to publish a callback ended. */
export type Outcome =
  /**
   * `repeated`: an earlier worker did not finish, so the event may have been published twice, under one id. Otherwise
   * it is not logged.
   */
  | { readonly code: 'Published'; readonly repeated?: true }
  | { readonly code: 'DuplicateDropped' }
  /** Another worker holds the claim: the message goes back until that claim must have ended. */
  | { readonly code: 'Held' }
  /** An operator's test, whether it was published or not. */
  | {
      readonly code: 'SmokeTest';
      readonly requestId: string;
      readonly eventId: string;
      readonly published: boolean;
      readonly cause: string;
    }
  /** The message goes back to the queue; `cause` says what failed in `step`. */
  | { readonly code: 'RecordFailed'; readonly step: Step; readonly cause: string };

export type Step = 'read' | 'claim' | 'store' | 'publish' | 'complete';

export interface Processed {
  readonly handle: MessageHandle;
  readonly outcome: Outcome;
  /** Absent if the message could not be read. */
  readonly received?: ReceivedCallback;
}

export function isGivenBack({ outcome }: Processed): boolean {
  return outcome.code === 'Held' || outcome.code === 'RecordFailed';
}

/** The outcome of a callback that failed. */
export function failedCallback(received: ReceivedCallback, step: Step, cause: string): Processed {
  return { handle: received.handle, received, outcome: { code: 'RecordFailed', step, cause } };
}

/** The outcome of a message that was not read. */
export function failedMessage(handle: MessageHandle, cause: string): Processed {
  return { handle, outcome: { code: 'RecordFailed', step: 'read', cause } };
}
