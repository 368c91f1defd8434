import type { DeliveredEvent } from '../reader/delivered-event';
import { isMmsDeliveryReport, isMtMessageResponse, isRbmEvent } from '../reader/event-guards';
import type { CallbackDetail } from '../reader/event-schemas';
import { boundedId } from '../reader/identity/identity-parts';
import { type IdentityRule, identityRule } from '../reader/identity/identity-rule';
import type { Channel, Source, State } from '../reader/outcome/outcome-states';
import { toIsoDate } from '../reader/text/dates';
import { isRecord } from '../shared/json';
import { claims, emptyReceipt, type MessageKey, type OutcomeError, type Receipt } from './fold';
import { MalformedEvent } from './malformed-event';
import { isMessageSubmitted, messageSubmitted } from './message-submitted';
import { errorText, kindOf, mmsErrorCode } from './receipt-error';

/** A receipt, and the message that it is about. */
export interface MessageReceipt {
  readonly key: MessageKey;
  readonly receipt: Receipt;
  /** Other ids by which people ask for the message: that of a part, and the submitter's. */
  readonly aliases: readonly string[];
}

/**
 * Reads an event as EventBridge delivers it. Only the event and the key decide what comes out, never the clock. Null if
 * it is about no message that you submitted: an RBM message from a person, or an RBM event without a message.
 * @param identityKey the stack's key, for what may not be stored as it is (docs/decisions/0023-identity-key.md)
 * @throws MalformedEvent
 */
export function readReceipt(event: unknown, identityKey: string): MessageReceipt | null {
  const rule = identityRule({ identityKey });
  if (isMtMessageResponse(event)) return smsReceipt(detailOf(event), rule);
  if (isMmsDeliveryReport(event)) return mmsReceipt(detailOf(event), rule);
  if (isRbmEvent(event)) return rbmReceipt(detailOf(event), rule);
  if (isMessageSubmitted(event)) return submission(event, rule);
  throw new MalformedEvent('It is neither a receipt of this stack nor "Message Submitted".');
}

/** The table and the event refer to a message by the id that Vibes gave it, or by its hash if it does not look like one. */
function messageKey(channel: Channel, messageId: string, rule: IdentityRule): MessageKey {
  return { channel, messageId: boundedId(messageId, rule) };
}

type ReceiptType = 'MT Message Response' | 'MMS Delivery Report' | 'RBM Event';

/** The consumer wrote it by its schema, so checking the essentials is enough. */
function detailOf<T extends ReceiptType>({ detail }: DeliveredEvent<T>): CallbackDetail<T> {
  const { metadata, data }: { metadata?: unknown; data?: unknown } = isRecord(detail) ? detail : {};
  if (isRecord(data) && isRecord(metadata) && typeof metadata.id === 'string') return detail;
  throw new MalformedEvent('Its detail has no metadata.id or no data.');
}

/** Wire contract §2.3. The receipts of the parts of a split message belong to the message that was split. */
function smsReceipt({ metadata, data }: CallbackDetail<'MT Message Response'>, rule: IdentityRule): MessageReceipt {
  const { multipart } = data;
  const internalCode = codeOf(data.internalErrorCode);
  const split = multipart?.isMultipart !== false && multipart?.originalMessageId ? multipart : null;
  const key = messageKey('sms', split?.originalMessageId ?? data.messageId, rule);
  const forwardedTo = data.fwdToMessageId ? boundedId(data.fwdToMessageId, rule) : null;
  const isForwarded = forwardedTo !== null && forwardedTo !== key.messageId;
  const claim = claimOf(data.isError ? claims.smsError : claims.sms, data.type, 'unknown');
  const state = isForwarded ? 'forwarded' : claim.state;
  const code = codeOf(data.errorCode);
  const error = { code, internalCode, text: errorText(data.description), kind: kindOf(internalCode) };
  const submitterMessageId = submitterIdOf(data.submitterMessageId);
  return {
    key,
    aliases: aliasesOf(key, boundedId(data.messageId, rule), submitterMessageId),
    receipt: {
      ...emptyReceipt,
      eventId: metadata.id,
      source: claim.source,
      state,
      at: instant(data.receiptDate ?? metadata.receivedAt),
      part: codeOf(split?.partNumber)?.toString() ?? null,
      parts: codeOf(split?.noOfParts) || null,
      error: state === 'failed' ? error : null,
      forwardedTo: isForwarded ? forwardedTo : null,
      submitterMessageId,
    },
  };
}

/** Wire contract §3.2. A keyed hash replaces each recipient, so no phone number is stored. */
function mmsReceipt({ metadata, data }: CallbackDetail<'MMS Delivery Report'>, rule: IdentityRule): MessageReceipt {
  const { messageId, recipient, statusText } = data;
  const claim = claimOf(claims.mms, data.status, 'MMSC');
  const hash = recipient && rule.hash(JSON.stringify([messageId, recipient.type, recipient.address]));
  const failure = { code: mmsErrorCode(statusText), internalCode: null, text: errorText(statusText) };
  return {
    key: messageKey('mms', messageId, rule),
    aliases: [],
    receipt: {
      ...emptyReceipt,
      ...claim,
      eventId: metadata.id,
      at: instant(data.date ?? metadata.receivedAt),
      part: hash?.slice(0, 16) ?? null,
      error: failureOf(claim.state, failure),
    },
  };
}

/** Wire contract §5. The message of a UserMessage is the person's, not yours. */
function rbmReceipt({ metadata, data }: CallbackDetail<'RBM Event'>, rule: IdentityRule): MessageReceipt | null {
  const { messageId, eventClass, payload } = data;
  if (messageId === null || eventClass === 'UserMessage') return null;
  const { eventType, sendTime }: { eventType?: unknown; sendTime?: unknown } = payload ?? {};
  const claim = claimOf(claims.rbm, eventType, 'RBM');
  const sentAt = typeof sendTime === 'string' ? toIsoDate(sendTime) : null;
  return {
    key: messageKey('rbm', messageId, rule),
    aliases: [],
    receipt: {
      ...emptyReceipt,
      ...claim,
      eventId: metadata.id,
      at: instant(sentAt ?? metadata.receivedAt),
      error: failureOf(claim.state, { code: null, internalCode: null, text: null }),
    },
  };
}

function submission(event: unknown, rule: IdentityRule): MessageReceipt {
  const { eventId, at, due, channel, messageId, ...said } = messageSubmitted(event);
  const key = messageKey(channel, messageId, rule);
  const submitterMessageId = submitterIdOf(said.submitterMessageId);
  return {
    key,
    aliases: aliasesOf(key, submitterMessageId),
    receipt: {
      ...emptyReceipt,
      eventId,
      at,
      due,
      source: 'sender',
      state: 'submitted',
      submitterMessageId,
    },
  };
}

function aliasesOf({ messageId }: MessageKey, ...ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))].filter((id) => id !== messageId);
}

type Claim = Pick<Receipt, 'source' | 'state'>;

function claimOf(table: Readonly<Record<string, Claim>>, name: unknown, otherwise: Source): Claim {
  const claim = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
  return claim ?? { source: otherwise, state: null };
}

function failureOf(state: State | null, error: Omit<OutcomeError, 'kind'>): OutcomeError | null {
  if (state === 'expired') return { ...error, kind: 'expired' };
  return state === 'failed' || state === 'rejected' ? { ...error, kind: 'unknown' } : null;
}

/** A code or a part's number, if it is too short for a phone number, as in identities. */
function codeOf(number: number | null | undefined): number | null {
  return typeof number === 'number' && number <= 999_999 ? number : null;
}

/** Dates of events may have more digits than milliseconds. */
function instant(date: string): string {
  return new Date(date).toISOString();
}

/** Vibes documents up to 40 characters (wire contract §2.3). */
const maxSubmitterId = 128;

function submitterIdOf(id: string | null): string | null {
  return id === null || id === '' || id.length > maxSubmitterId ? null : id.toWellFormed();
}
