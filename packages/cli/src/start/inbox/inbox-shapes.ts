/** What the inbox page and its server exchange: types only, for both sides. */

export type CallbackOutcome =
  /** Stored, and not published yet. */
  | 'waiting'
  | 'published'
  /** Seen before: no second event. */
  | 'repeat'
  | 'unrecognized'
  /** Unrecognized, and someone said that it is junk. */
  | 'dismissed'
  /** Goes back to its queue. */
  | 'failing'
  /** In the dead-letter queue. */
  | 'dead'
  /** Not kept: Vibes did not get 200. */
  | 'refused'
  /** A `GET`: nothing to keep. */
  | 'looked';

/** How far an event has come on its way to one target. */
export type TargetState = 'done' | 'trying' | 'failed';

/** A line of the list. */
export interface CallbackSummary {
  /** Positive for this run, negative for earlier ones. Not the request id, which several callbacks may share. */
  readonly id: number;
  /** ISO 8601 */
  readonly at: string;
  readonly family: string;
  readonly outcome: CallbackOutcome;
  /** Why, in a few words; empty if the outcome says everything. */
  readonly note: string;
  /** The beginning of what a person wrote; empty if there is no text, or nothing is published yet. */
  readonly text: string;
  /** An earlier run published it, and its event is all that is known. */
  readonly isEarlier: boolean;
  /** Null for one that an earlier run answered. */
  readonly status: number | null;
  readonly route: string;
  readonly requestId: string;
  readonly vibesId: string | null;
  readonly targets: readonly TargetState[];
}

/** The beginning of some bytes; the rest is at `url`. */
export interface Cut {
  readonly base64: string;
  readonly size: number;
  readonly url: string;
}

export interface ToldLine {
  readonly at: string;
  readonly line: string;
}

export interface TargetStep {
  readonly at: string;
  readonly step: string;
  readonly detail: string;
  readonly attempts: number;
  readonly log: readonly string[];
}

export interface CallbackTarget {
  readonly rule: string;
  readonly target: string;
  readonly state: TargetState;
  readonly steps: readonly TargetStep[];
}

/** What became of the message that a callback is a receipt of. */
export interface OutcomeShape {
  readonly channel: string;
  readonly messageId: string;
  /** Null while no receipt reports a state; then there is only the evidence. */
  readonly state: string | null;
  readonly isFinal?: boolean;
  readonly version: number;
  readonly since?: string;
  readonly error?: { readonly kind: string; readonly text: string | null } | null;
  readonly parts?: { readonly total: number; readonly delivered: number; readonly failed: number } | null;
  readonly forwardedTo?: string | null;
  readonly corrects?: number | null;
  readonly evidence: readonly {
    readonly eventId: string;
    readonly source: string;
    readonly state: string | null;
    readonly at: string;
  }[];
}

/** One callback's whole path. Null: it did not happen, or is no longer kept. */
export interface CallbackWay extends CallbackSummary {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly sourceIp: string;
    readonly body: Cut | null;
  } | null;
  readonly answer: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
    readonly tookMs: number;
  } | null;
  /** Bytes, headers and lines are no longer kept. */
  readonly isForgotten: boolean;
  readonly proof: string | null;
  /** As ingest wrote it, without the body. */
  readonly envelope: Readonly<Record<string, unknown>> | null;
  readonly receives: readonly { readonly at: string; readonly queue: string; readonly count: number }[];
  readonly log: readonly ToldLine[];
  readonly identity: string | null;
  readonly ledger: Readonly<Record<string, unknown>> | null;
  readonly event: Cut | null;
  readonly message: OutcomeShape | null;
  readonly targets: readonly TargetState[];
  readonly deliveries: readonly CallbackTarget[];
}

export interface AlarmShape {
  readonly name: string;
  readonly state: string;
  readonly since: string;
  readonly reason: string;
  readonly runbook: string | null;
}

export interface FaultShape {
  readonly service: string;
  readonly mode: string;
  readonly action?: string;
  readonly function?: string;
  readonly rule?: string;
  readonly count?: number;
  readonly seconds?: number;
  readonly rate?: number;
  readonly delayMs?: number;
  readonly skewMs?: number;
}

/** The state of everything except the callbacks. */
export interface InboxStatus {
  readonly queues: { readonly waiting: number; readonly retrying: number; readonly dead: number };
  readonly alarms: readonly AlarmShape[];
  readonly faults: readonly FaultShape[];
}

/** What comes on the stream, by the name of its event. */
export interface InboxMessages {
  /** Everything that the filter matches, newest first. Replaces the list. */
  readonly list: { readonly callbacks: readonly CallbackSummary[]; readonly total: number };
  readonly change: {
    readonly callbacks: readonly CallbackSummary[];
    readonly gone: readonly number[];
    /** Changed too, but hidden by the filter: one of them may be open. */
    readonly others: readonly number[];
    readonly total: number;
  };
  readonly status: InboxStatus;
}

export interface InboxFilter {
  readonly family?: string;
  readonly outcome?: string;
  readonly search?: string;
}

/** The stack's queues and tables. */
export interface StackContents {
  readonly queues: readonly QueueShape[];
  readonly tables: readonly TableShape[];
}

export interface TableShape {
  /** The resource's logical id. */
  readonly id: string;
  /** The logical id without its hash. */
  readonly name: string;
  /** False for the service's own. */
  readonly isOfApp: boolean;
}

export interface QueueShape extends TableShape {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface QueueContents {
  /** The oldest first; only the first ones of a long queue. */
  readonly messages: readonly MessageShape[];
  readonly total: number;
}

export interface MessageShape {
  readonly messageId: string;
  readonly sentAt: string;
  readonly receiveCount: number;
  readonly state: 'visible' | 'delayed' | 'in-flight';
  /** The beginning of a long one. */
  readonly body: string;
  readonly isCut: boolean;
}

export interface TableContents {
  /** As plain JSON values. */
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** There are others. */
  readonly isPart: boolean;
}

/** A callback to send: a sample, perhaps edited. */
export interface DraftCallback {
  readonly method: string;
  /** Below the stage: `/sms/mo`. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly base64: string;
}

export interface SampleShape extends DraftCallback {
  readonly name: string;
  readonly family: string;
}

export interface SendRequest extends DraftCallback {
  /** With the password of the MO route, or the RBM signature, where the route asks for them. */
  readonly authenticate: boolean;
  /** With a new id, so that it is not a repeat. */
  readonly newId: boolean;
  readonly copies: number;
}

export interface SendAnswer {
  readonly sent: readonly { readonly status: number; readonly requestId: string | null }[];
}
