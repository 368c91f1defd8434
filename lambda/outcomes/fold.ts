import { isDeepStrictEqual } from 'node:util';
import { type Channel, type ErrorKind, isChannel, type Source, type State } from '../reader/outcome/outcome-states';

/**
 * What became of a message, as a pure function of the set of its receipts: their order, copies and delays do not
 * matter. The table says what each receipt claims, `fold` which claim counts, `next` whether that is a new version.
 */

/** What an outcome is about: for the parts of a split SMS, the message that was split. */
export interface MessageKey {
  readonly channel: Channel;
  readonly messageId: string;
}

/** `sms#<messageId>`: how a message is named in the table. */
export function messageName({ channel, messageId }: MessageKey): string {
  return `${channel}#${messageId}`;
}

/** The message of such a name; undefined for any other text. */
export function keyOfName(name: string): MessageKey | undefined {
  const [, channel, messageId] = /^([^#]+)#(.+)$/s.exec(name) ?? [];
  return messageId === undefined || !isChannel(channel) ? undefined : { channel, messageId };
}

export interface OutcomeError {
  /** The carrier's code, or the MMSC's. */
  readonly code: number | null;
  /** Vibes' code (wire contract §2.3). */
  readonly internalCode: number | null;
  /** Free text, without phone numbers. */
  readonly text: string | null;
  readonly kind: ErrorKind;
}

/** What a sender expects of a message that it submitted. */
export interface Due {
  /** When waiting for a receipt ends; ISO 8601. */
  readonly at: string;
  /** `ALL`: a receipt is due. `ERROR`: only failures are reported, so silence suggests success. */
  readonly receiptOption: 'ALL' | 'ERROR';
}

/** One piece of evidence. `lambda/outcomes/receipt.ts` makes it from an event. */
export interface Receipt {
  /** The same for every copy of a receipt: `metadata.id` of its event, for the sender's the event's `id`. */
  readonly eventId: string;
  readonly source: Source;
  /** What it claims by the table below; null if nothing. */
  readonly state: State | null;
  /** When it was made; ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** The part of a split SMS, or the recipient of an MMS (hashed); null if it is about the whole message. */
  readonly part: string | null;
  /** How many parts there are, if it says so. */
  readonly parts: number | null;
  /** Set if the state is a failure. */
  readonly error: OutcomeError | null;
  readonly forwardedTo: string | null;
  readonly submitterMessageId: string | null;
  /** Set for the sender's own. */
  readonly due: Due | null;
}

/** The fields that a receipt may lack. */
export const emptyReceipt = {
  state: null,
  part: null,
  parts: null,
  error: null,
  forwardedTo: null,
  submitterMessageId: null,
  due: null,
} as const satisfies Partial<Receipt>;

/** A `Message Submitted`. */
export type Submission = Receipt & { readonly due: Due };

/** What one version says: `data` of a `Message Outcome` without the evidence. */
export interface Outcome extends MessageKey {
  readonly submitterMessageId: string | null;
  readonly state: State;
  /** Whether nothing but a correction (or `read` after `delivered`) can follow. */
  readonly isFinal: boolean;
  /** 1, 2, 3 … */
  readonly version: number;
  /** When the earliest receipt with this state was made; ISO 8601. */
  readonly since: string;
  readonly error: OutcomeError | null;
  readonly parts: { readonly total: number; readonly delivered: number; readonly failed: number } | null;
  /** The message it was forwarded to, which has an outcome of its own. */
  readonly forwardedTo: string | null;
  /** The version whose final state this one takes back. */
  readonly corrects: number | null;
}

export type Folded = Omit<Outcome, 'version' | 'corrects'>;

export type Evidence = Pick<Receipt, 'eventId' | 'source' | 'state' | 'at'>;

/**
 * What a receipt claims. What is not listed claims nothing, and is kept as evidence.
 */
export const claims = {
  // Wire contract §2.3: `type` without an error. A carrier's receipt means that the carrier took the message, no more.
  sms: {
    System: { source: 'System', state: 'accepted' },
    Carrier: { source: 'Carrier', state: 'sent' },
    Handset: { source: 'Handset', state: 'delivered' },
  },
  // Wire contract §2.3: `type` with `isError`. What `fwdToMessageId` names is a message of its own: `forwarded`.
  smsError: {
    System: { source: 'System', state: 'failed' },
    Carrier: { source: 'Carrier', state: 'failed' },
    Handset: { source: 'Handset', state: 'failed' },
  },
  // Wire contract §3.2: `MMStatus`; "Forwarded may not be final".
  mms: {
    Forwarded: { source: 'MMSC', state: 'sent' },
    Retrieved: { source: 'MMSC', state: 'delivered' },
    Rejected: { source: 'MMSC', state: 'rejected' },
    Expired: { source: 'MMSC', state: 'expired' },
    Indeterminate: { source: 'MMSC', state: 'undetermined' },
  },
  // Wire contract §5: `eventType` of a ServerEvent, and DELIVERED and READ of a UserEvent. A revocation that failed
  // (TTL_EXPIRATION_REVOKE_FAILED) says nothing about delivery.
  rbm: {
    SENT: { source: 'RBM', state: 'sent' },
    FAILED: { source: 'RBM', state: 'failed' },
    TTL_EXPIRATION_REVOKED: { source: 'RBM', state: 'expired' },
    DELIVERED: { source: 'user', state: 'delivered' },
    READ: { source: 'user', state: 'read' },
  },
} as const satisfies Record<string, Record<string, Pick<Receipt, 'source' | 'state'>>>;

/** The higher one decides: the handset knows better than the carrier, the user's device better than the RBM server. */
const sourceOrder: readonly Source[] = ['System', 'Carrier', 'Handset', 'MMSC', 'RBM', 'user'];

/** The later one counts: within one source a failure outranks a success, otherwise the furthest state counts. */
const stateOrder: readonly State[] = [
  'accepted',
  'undetermined',
  'sent',
  'delivered',
  'read',
  'expired',
  'rejected',
  'failed',
];

const failures: readonly State[] = ['expired', 'rejected', 'failed'];
const successes: readonly State[] = ['delivered', 'read'];
export const finals: readonly State[] = [...successes, ...failures, 'forwarded'];

/** What a message or a part of it came to, and the receipts that say so, earliest first. */
interface Verdict {
  readonly state: State;
  readonly by: readonly Receipt[];
  /** Set if no receipt has the state. */
  readonly since?: string;
}

type Claim = Receipt & { readonly state: State };

/**
 * What the receipts of a message amount to; null while they claim nothing. Of a receipt that claims nothing only the
 * submitter's id counts.
 * @param isPastDue whether what the sender expected (`submissionOf`) is past due
 */
export function fold(key: MessageKey, receipts: readonly Receipt[], isPastDue: boolean): Folded | null {
  const all = inOrder(receipts);
  const sorted = all.filter(({ state }) => state !== null);
  const parts = partsOf(key, sorted);
  const verdict = forwardOf(sorted) ?? messageOf(sorted, parts) ?? silenceOf(sorted, isPastDue);
  const since = verdict && sinceOf(verdict, sorted);
  if (!since) return null;
  const { state, by } = verdict;
  return {
    messageId: key.messageId,
    channel: key.channel,
    submitterMessageId: all.find(({ submitterMessageId }) => submitterMessageId)?.submitterMessageId ?? null,
    state,
    isFinal: finals.includes(state),
    since,
    error: isFailure(verdict) ? (by[0]?.error ?? null) : null,
    parts: state === 'forwarded' ? null : countsOf(key, parts),
    forwardedTo: state === 'forwarded' ? (by[0]?.forwardedTo ?? null) : null,
  };
}

/** The version that follows; null if nothing but the evidence has changed. */
export function next(previous: Outcome | null, folded: Folded): Outcome | null {
  if (previous === null) return { ...folded, version: 1, corrects: null };
  const { version, corrects: _, ...rest } = previous;
  if (isDeepStrictEqual(rest, folded)) return null;
  return { ...folded, version: version + 1, corrects: takesBack(previous.state, folded.state) ? version : null };
}

/** The evidence as an event lists it: earliest first, each receipt once. */
export function evidenceOf(receipts: readonly Receipt[]): readonly Evidence[] {
  return inOrder(receipts).map(({ eventId, source, state, at }) => ({ eventId, source, state, at }));
}

/** The sender's `Message Submitted`, the earliest if there are several; null if the sender put none on the bus. */
export function submissionOf(receipts: readonly Receipt[]): Submission | null {
  return inOrder(receipts).find((receipt): receipt is Submission => receipt.due !== null) ?? null;
}

/** `delivered` to `read` is an advance; any other change of a final state is a correction. */
function takesBack(previous: State, state: State): boolean {
  return finals.includes(previous) && state !== previous && !(previous === 'delivered' && state === 'read');
}

function inOrder(receipts: readonly Receipt[]): readonly Receipt[] {
  const once = [...new Map(receipts.map((receipt) => [receipt.eventId, receipt])).values()];
  return once.sort((a, b) => compare(a.at, b.at) || compare(a.eventId, b.eventId));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A forward outranks every other receipt of the message. */
function forwardOf(sorted: readonly Receipt[]): Verdict | null {
  const by = sorted.filter(({ state }) => state === 'forwarded');
  return by.length === 0 ? null : { state: 'forwarded', by };
}

interface Parts {
  /** Of the parts that have receipts. */
  readonly verdicts: readonly Verdict[];
  readonly total: number;
  /** Whether all parts have receipts. */
  readonly isComplete: boolean;
}

/** The parts of a split SMS, or the recipients of an MMS; null for any other message. */
function partsOf({ channel }: MessageKey, sorted: readonly Receipt[]): Parts | null {
  const names = new Set(sorted.map(({ part }) => part).filter((part) => part !== null));
  const verdicts = [...names]
    .map((name) => verdictOf(sorted.filter(({ part }) => part === name)))
    .filter((verdict) => verdict !== null);
  const stated = Math.max(0, ...sorted.map(({ parts }) => parts ?? 0));
  const total = Math.max(stated, verdicts.length);
  if (total === 0) return null;
  // No report says how many recipients an MMS has.
  return { verdicts, total, isComplete: channel === 'mms' || (stated > 0 && verdicts.length === total) };
}

/**
 * The whole message: a failure of any part, or of the whole, is a failure; otherwise it is as far as the part that is
 * least far. A success of the whole completes no part.
 */
function messageOf(sorted: readonly Receipt[], parts: Parts | null): Verdict | null {
  const whole = verdictOf(sorted.filter(({ part }) => part === null));
  if (parts === null || (parts.verdicts.length === 0 && whole === null)) return whole;
  const failed = [...parts.verdicts, ...(whole === null ? [] : [whole])].filter(isFailure);
  const unfailed = parts.isComplete ? joined(parts.verdicts, Math.min) : { state: 'accepted' as const, by: [] };
  return joined(failed, Math.max) ?? unfailed;
}

/** One part, or a message without parts: the highest source decides, by the furthest of its claims. */
function verdictOf(receipts: readonly Receipt[]): Verdict | null {
  const rank = ({ source }: Receipt) => sourceOrder.indexOf(source);
  const made = receipts.filter(isClaim);
  const highest = Math.max(...made.map(rank));
  const decisive = made.filter((receipt) => rank(receipt) === highest);
  return joined(
    decisive.map((receipt) => ({ state: receipt.state, by: [receipt] })),
    Math.max,
  );
}

/** The verdict that is furthest (`Math.max`) or least far (`Math.min`), with every receipt behind it; null without any. */
function joined(verdicts: readonly Verdict[], choose: (...ranks: number[]) => number): Verdict | null {
  const state = stateOrder[choose(...verdicts.map((verdict) => stateOrder.indexOf(verdict.state)))];
  if (state === undefined) return null;
  return { state, by: inOrder(verdicts.filter((verdict) => verdict.state === state).flatMap(({ by }) => by)) };
}

/** No receipt has a state: past due, that is `overdue`, or `presumed-delivered` if only errors are reported. */
function silenceOf(sorted: readonly Receipt[], isPastDue: boolean): Verdict | null {
  const submission = submissionOf(sorted);
  if (submission === null) return null;
  if (!isPastDue) return { state: 'submitted', by: [submission] };
  const { at, receiptOption } = submission.due;
  return { state: receiptOption === 'ALL' ? 'overdue' : 'presumed-delivered', by: [], since: at };
}

/** A split message whose other parts are awaited is `accepted` since the first claim of any. */
function sinceOf({ state, since }: Verdict, sorted: readonly Receipt[]): string | undefined {
  return since ?? (sorted.find((receipt) => receipt.state === state) ?? sorted.find(isClaim))?.at;
}

function countsOf({ channel }: MessageKey, parts: Parts | null): Outcome['parts'] {
  if (parts === null || (channel === 'mms' && parts.total === 1)) return null;
  const count = (states: readonly State[]) => parts.verdicts.filter(({ state }) => states.includes(state)).length;
  return { total: parts.total, delivered: count(successes), failed: count(failures) };
}

function isFailure({ state }: Verdict): boolean {
  return failures.includes(state);
}

function isClaim(receipt: Receipt): receipt is Claim {
  return receipt.state !== null && stateOrder.includes(receipt.state);
}
