import {
  type MessageChannel,
  type MmsReport,
  messageOf,
  type RbmReport,
  type Said,
  type SmsReceipt,
  type Submission,
} from './said';

/**
 * The outcome of a message, by the table alone: what is said about it decides, and neither order nor copies nor delays
 * can. This is the other half of a double entry (decision 0011): it imports nothing from the code that it checks.
 */
export interface ExpectedOutcome {
  readonly channel: MessageChannel;
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly state: string;
  readonly isFinal: boolean;
  /** ISO 8601. */
  readonly since: string;
  readonly error: ExpectedError | null;
  readonly parts: { readonly total: number; readonly delivered: number; readonly failed: number } | null;
  readonly forwardedTo: string | null;
}

export interface ExpectedError {
  readonly code: number | null;
  readonly internalCode: number | null;
  readonly text: string | null;
  readonly kind: string;
}

/** What one saying means. The higher `rank` decides for a part; null as `part`: it is about the whole message. */
interface Claim {
  readonly at: number;
  readonly rank: number;
  readonly state: string;
  readonly part: string | null;
  readonly error: ExpectedError | null;
}

/** From the least to the furthest. */
const progress = ['submitted', 'accepted', 'undetermined', 'sent', 'delivered', 'read'];
/** From the mildest to the worst. */
const failures = ['expired', 'rejected', 'failed'];
const finals = new Set([...failures, 'delivered', 'read', 'forwarded']);

const smsSources: Readonly<Record<string, { readonly rank: number; readonly success: string }>> = {
  System: { rank: 1, success: 'accepted' },
  Carrier: { rank: 2, success: 'sent' },
  Handset: { rank: 3, success: 'delivered' },
};
const mmsStates: Readonly<Record<string, string>> = {
  Forwarded: 'sent',
  Retrieved: 'delivered',
  Rejected: 'rejected',
  Expired: 'expired',
  Indeterminate: 'undetermined',
};
const rbmStates: Readonly<Record<string, { readonly rank: number; readonly state: string }>> = {
  SENT: { rank: 1, state: 'sent' },
  FAILED: { rank: 1, state: 'failed' },
  TTL_EXPIRATION_REVOKED: { rank: 1, state: 'expired' },
  DELIVERED: { rank: 2, state: 'delivered' },
  READ: { rank: 2, state: 'read' },
};

/**
 * @param all about one message, in any order, copies included
 * @param isPastDue the time in which the sender expects a receipt is over
 * @returns null while nothing said has a state
 */
export function expectedOutcome(all: readonly Said[], isPastDue = false): ExpectedOutcome | null {
  const [first] = all;
  if (first === undefined) return null;
  const submission = earliest(all.filter(isSubmission));
  const receipts = all.filter((said) => !isSubmission(said));
  const name = messageOf(first);
  const told = {
    ...name,
    submitterMessageId: earliest(all.filter(namesSubmitter))?.submitterMessageId ?? null,
    error: null,
    parts: null,
    forwardedTo: null,
  };
  const forward = earliest(receipts.filter(isForward));
  if (forward !== undefined) {
    return { ...told, state: 'forwarded', isFinal: true, since: iso(forward.at), forwardedTo: forward.forwardedTo };
  }
  // A receipt without a state is evidence: it changes nothing else.
  const telling = receipts.filter((said) => claimOf(said) !== null);
  const claims = telling.flatMap((said) => claimOf(said) ?? []);
  if (claims.length > 0) return { ...told, ...judged(claims, totalOf(telling)) };
  if (submission === undefined) return null;
  return submitted(told, submission, isPastDue);
}

function submitted<Told>(told: Told, { at, receiptOption, expectWithinMinutes }: Submission, isPastDue: boolean) {
  if (!isPastDue) return { ...told, state: 'submitted', isFinal: false, since: iso(at) };
  const state = receiptOption === 'ERROR' ? 'presumed-delivered' : 'overdue';
  return { ...told, state, isFinal: false, since: iso(at + expectWithinMinutes * 60_000) };
}

function judged(claims: readonly Claim[], saidTotal: number) {
  const numbers = [...new Set(claims.flatMap(({ part }) => part ?? []))];
  const isSplit = saidTotal > 0 || numbers.length > 1;
  const parts = numbers.map((number) => decided(claims.filter(({ part }) => part === number)));
  const whole = claims.filter(({ part }) => part === null);
  const about = whole.length === 0 ? [] : [decided(whole)];
  const missing = Array.from({ length: Math.max(0, saidTotal - numbers.length) }, () => 'accepted');
  // What is said about the whole of a split message counts as an error; as a success it completes no part.
  const counted = isSplit ? [...parts, ...about.filter(isFailed)] : [...parts, ...about];
  const failed = counted.filter(isFailed);
  const worst = failures.findLast((one) => failed.some(({ state }) => state === one));
  const reached = [...counted.map(({ state }) => state), ...missing];
  const state = worst ?? progress.find((one) => reached.includes(one)) ?? 'accepted';
  const cause = earliest(failed.filter((part) => part.state === worst).flatMap((part) => part.claims));
  const since = earliest(claims.filter((claim) => claim.state === state)) ?? earliest(claims);
  return {
    state,
    isFinal: finals.has(state),
    since: iso(since?.at ?? 0),
    error: cause?.error ?? null,
    parts: isSplit
      ? {
          total: Math.max(saidTotal, numbers.length),
          delivered: parts.filter((part) => part.state === 'delivered').length,
          failed: parts.filter(isFailed).length,
        }
      : null,
  };
}

interface Decided {
  readonly state: string;
  readonly claims: readonly Claim[];
}

/** The highest source decides; within it a failure, the worst one, else what is furthest. */
function decided(claims: readonly Claim[]): Decided {
  const rank = Math.max(...claims.map((claim) => claim.rank));
  const highest = claims.filter((claim) => claim.rank === rank);
  const order = [...progress, ...failures];
  const state = order.findLast((one) => highest.some((claim) => claim.state === one)) ?? '';
  return { state, claims: highest.filter((claim) => claim.state === state) };
}

function isFailed({ state }: Decided): boolean {
  return failures.includes(state);
}

function claimOf(said: SmsReceipt | MmsReport | RbmReport): Claim | null {
  if (said.by === 'sms') return ofSms(said);
  return said.by === 'mms' ? ofMms(said) : ofRbm(said);
}

function ofSms({ at, type, error, part }: SmsReceipt): Claim | null {
  const source = smsSources[type];
  if (source === undefined) return null;
  const about = { at, rank: source.rank, part: part === null ? null : String(part.number) };
  if (error === null) return { ...about, state: source.success, error: null };
  const kind = kindOf[error.internalCode] ?? 'unknown';
  return { ...about, state: 'failed', error: { ...error, text: masked(error.text), kind } };
}

function ofMms({ at, status, statusText, recipient }: MmsReport): Claim | null {
  const state = mmsStates[status];
  if (state === undefined) return null;
  // Wire contract §3.2: `Error {code} - {description} [ref: ##]`.
  const code = /^Error (\d+) - /.exec(statusText ?? '')?.[1];
  return { at, rank: 1, state, part: recipient, error: failureOf(state, code, statusText) };
}

function ofRbm({ at, eventType }: RbmReport): Claim | null {
  const row = rbmStates[eventType];
  if (row === undefined) return null;
  return { at, ...row, part: null, error: failureOf(row.state, undefined, null) };
}

function failureOf(state: string, code: string | undefined, text: string | null): ExpectedError | null {
  if (!failures.includes(state)) return null;
  const kind = state === 'expired' ? 'expired' : 'unknown';
  return { code: code === undefined ? null : Number(code), internalCode: null, text: masked(text), kind };
}

/** Without what may be a phone number; null for an empty text. */
function masked(text: string | null): string | null {
  return text?.replace(/\+?\d{7,}/g, '…') || null;
}

/** What an internal error code is about (wire contract §2.3); what is not documented stays unknown. */
const kindOf: Readonly<Record<number, string>> = {
  1: 'route', // no route to carrier
  2: 'vibes', // premium product not found
  7: 'blocked', // stopped at the client's request
  8: 'route', // no carrier route for the code
  9: 'blocked', // number blocked
  10: 'content', // multipart incomplete
  11: 'vibes', // Vibes internal
  12: 'capped',
  13: 'content', // multipart timed out waiting for parts
  14: 'content', // duplicate multipart segment
  15: 'opted-out', // subscription not found
  16: 'vibes', // code lease not found
  26: 'number', // invalid destination
};

function totalOf(receipts: readonly Said[]): number {
  return Math.max(0, ...receipts.map((said) => (said.by === 'sms' ? (said.part?.total ?? 0) : 0)));
}

function isSubmission(said: Said): said is Submission {
  return said.by === 'sender';
}

function isForward(said: Said): said is SmsReceipt {
  return said.by === 'sms' && said.forwardedTo !== null;
}

function namesSubmitter(said: Said): said is SmsReceipt | Submission {
  return (said.by === 'sms' || said.by === 'sender') && said.submitterMessageId !== null;
}

function earliest<T extends { readonly at: number }>(items: readonly T[]): T | undefined {
  return items.reduce<T | undefined>((first, item) => (first && first.at <= item.at ? first : item), undefined);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
