/** The sender: an AWS service on behalf of a resource, as itself or with a role. */
export interface Sender {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** The rule, topic or function that it sends for. */
  readonly sourceArn: string;
  readonly roleLogicalId?: string;
}

/** What one part of the stack hands to another: an event to a target, a dead letter to a queue. */
export interface Message {
  readonly to: string;
  readonly body: string;
  readonly from: Sender;
  /** Attributes of a message in a queue; `Number` where they are numbers. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** The result, for people: `ran in 12 ms`. */
export interface Delivered {
  readonly detail?: string;
  /** The target accepted it, and failed on it for good. */
  readonly failed?: true;
  /** What the function wrote; lines may still be added shortly after. */
  readonly log?: readonly string[];
}

export interface Progress {
  /** One try failed, and another one comes. */
  onTry?(cause: string, log: readonly string[]): void;
  /** Waiting ends: the local cloud stops. */
  readonly signal: AbortSignal;
}

/**
 * Hands a message over.
 * @throws DeliveryFailure
 */
export type Send = (message: Message, progress: Progress) => Promise<Delivered>;

/** Codes of EventBridge's dead letters (user guide, "Using dead-letter queues"), those that can occur here. */
export type FailureCode =
  | 'ERROR_FROM_TARGET'
  | 'INVALID_JSON'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'THROTTLING';

/** Why a message was not taken. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }

  /** Whether another try may succeed: not without permission, or with the same bad message. */
  get mayPass(): boolean {
    return this.code === 'ERROR_FROM_TARGET' || this.code === 'THROTTLING';
  }
}

/** The local cloud stopped meanwhile: the delivery continues after the next start. */
export class DeliveryInterrupted extends Error {
  override readonly name = 'DeliveryInterrupted';
}
