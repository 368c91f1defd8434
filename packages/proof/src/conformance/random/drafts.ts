import { plainJson } from '../../vibes/json';
import { type Kind, kindRows } from '../../vibes/kinds';
import { mm7Dialects } from '../../vibes/mm7';
import { mmsDeliveryReport } from '../../vibes/mms-delivery-report';
import { type MmsMedia, mmsMessage } from '../../vibes/mms-message';
import { deliver, moMessage } from '../../vibes/mo-message';
import { mtMessageResponse } from '../../vibes/mt-message-response';
import { plainLayout } from '../../vibes/multipart';
import { platformEvent } from '../../vibes/platform-event';
import type { Random } from '../../vibes/random';
import { digits, phoneNumber, shortCode } from '../../vibes/random';
import { rbmEvent } from '../../vibes/rbm-event';
import { plainXml, type XmlStyle } from '../../vibes/xml';
import type { Meaning, ProofNeeded } from './model';

/** One request before it is sent: its bytes, and what they say. */
export interface RequestDraft {
  readonly family: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly needs: ProofNeeded;
  readonly says: Meaning;
}

/** How one callback is written this time. */
export interface Writing {
  /** A retry says another number, or has another MIME boundary, and is the same callback. */
  readonly attempt: number;
  /** What the event shows differs. */
  readonly visible: number;
  /** What only the bytes show differs: an element that another one shares its name with, a SOAP header. */
  readonly hidden: number;
  /** `unsaid`: Latin-1 that no charset says. */
  readonly charset: 'utf-8' | 'latin1' | 'unsaid';
  /** Of a message: a route that asks for no password. */
  readonly elsewhere: boolean;
}

export const firstWriting: Writing = { attempt: 1, visible: 0, hidden: 0, charset: 'utf-8', elsewhere: false };

export const families = ['mo', 'deliver', 'receipt', 'mms', 'mms-receipt', 'platform', 'rbm'] as const;
type Family = (typeof families)[number];

/** A callback that may be sent again, corrected, or with other content. */
export interface Subject {
  readonly family: Family;
  readonly name: string;
  /** Too large for a message: its envelope goes to the bucket. */
  readonly isLarge: boolean;
  write(writing: Writing): RequestDraft;
}

/** More than 1 MiB as an envelope, in base64. It takes the place of a word: escaping it would take its time. */
const largeText = Buffer.alloc(800_000, 'x');
const largeWord = 'LARGE';

export function createSubject(random: Random, family: Family): Subject {
  const isLarge = family !== 'receipt' && family !== 'mms-receipt' && random.chance(family === 'rbm' ? 0.4 : 0.08);
  const isDeep = random.chance(0.06);
  return { family, ...builders[family](random, { isLarge, isDeep }), isLarge };
}

interface Traits {
  readonly isLarge: boolean;
  /** Many nodes, far down, within the documented limits. */
  readonly isDeep: boolean;
}

type Builder = (random: Random, traits: Traits) => Pick<Subject, 'name' | 'write'>;

const builders: Readonly<Record<Family, Builder>> = {
  mo,
  deliver: oldMo,
  receipt,
  mms,
  'mms-receipt': mmsReceipt,
  platform,
  rbm,
};

function mo(random: Random, { isLarge, isDeep }: Traits) {
  const messageId = random.uuid();
  const source = { address: phoneNumber(random), carrier: digits(random, 3), type: 'MDN' };
  const destination = { address: shortCode, type: 'SC' };
  const write = (writing: Writing): RequestDraft => {
    const text = textOf(writing, isLarge);
    const content = {
      messageId,
      receiptDate: '2024-05-06 07:08:09-0500',
      attemptNumber: writing.attempt,
      source,
      destination,
      text,
    };
    const document = moMessage.write(content, styleOf(writing));
    return messageDraft(
      'mo',
      { ...document, body: noted(document.body, 'moMessage', writing, isDeep) },
      writing,
      messageId,
      isLarge ? {} : { text },
    );
  };
  return { name: `mo ${messageId}`, write };
}

function oldMo(random: Random, { isLarge, isDeep }: Traits) {
  const transactionId = digits(random, 16);
  const source = { address: phoneNumber(random).slice(1), type: 'MDN' };
  const destination = { address: shortCode, type: 'SC' };
  const write = (writing: Writing): RequestDraft => {
    const text = textOf(writing, isLarge);
    const document = deliver.write({ transactionId, source, destination, text }, styleOf(writing));
    return messageDraft(
      'deliver',
      { ...document, body: noted(document.body, 'deliver', writing, isDeep) },
      writing,
      transactionId,
      isLarge ? {} : { text },
    );
  };
  return { name: `deliver ${transactionId}`, write };
}

function messageDraft(
  family: Family,
  document: Pick<RequestDraft, 'headers'> & { readonly body: Uint8Array },
  writing: Writing,
  messageId: string,
  shows: Readonly<Record<string, unknown>>,
): RequestDraft {
  const path = writing.elsewhere ? '/sms/receipt' : '/sms/mo';
  const draft = draftOf('mo', path, document, writing, { messageId }, shows);
  return { ...draft, family, needs: draft.says.as === 'event' ? 'password' : 'certificate' };
}

function receipt(random: Random, { isDeep }: Traits) {
  const messageId = random.uuid();
  const type = random.pick(['System', 'Carrier', 'Handset']);
  const write = (writing: Writing): RequestDraft => {
    const description = textOf(writing, false);
    const content = {
      messageId,
      submitterMessageId: null,
      receiptDate: '2024-05-06T07:08:09.123-05:00',
      type,
      isError: false,
      description,
      errorCode: null,
      internalErrorCode: null,
      multipart: null,
    };
    const document = mtMessageResponse.write(content, styleOf(writing));
    const body = noted(document.body, 'mtMessageResponse', writing, isDeep);
    return draftOf('receipt', '/sms/receipt', { ...document, body }, writing, content, { description });
  };
  return { name: `receipt ${messageId} ${type}`, write };
}

function mmsReceipt(random: Random, { isDeep }: Traits) {
  const messageId = random.hex(20);
  const transactionId = random.uuid();
  const recipient = { type: 'Number', address: phoneNumber(random) };
  const write = (writing: Writing): RequestDraft => {
    const statusText = textOf(writing, false);
    const report = {
      transactionId,
      messageId,
      recipient,
      sender: null,
      date: '2024-05-06T07:08:09.123-05:00',
      status: 'Rejected',
      statusText,
    };
    const document = mmsDeliveryReport.write(report, {
      ...mm7Dialects.report,
      xml: { ...styleOf(writing), prefix: 'mm7:' },
    });
    const body = noted(document.body, 'mm7:DeliveryReportReq', writing, isDeep);
    return draftOf('mms-receipt', '/mms/receipt', { ...document, body }, writing, report, { statusText });
  };
  return { name: `mms-receipt ${messageId}`, write };
}

/** Where two MMS of one id may differ besides what the event shows. */
const mmsDifferences = ['note', 'href', 'soap-header', 'second-request'] as const;

function mms(random: Random, { isLarge, isDeep }: Traits) {
  const transactionId = random.uuid();
  const sender = { type: 'Number', address: phoneNumber(random) };
  const difference = random.pick(mmsDifferences);
  const picture = Buffer.alloc(isLarge ? 900_000 : random.int(100, 2_000), Buffer.from(random.hex(64), 'hex'));
  const empty = random.weighted({ 0: 8, 3: 2, 150: 1 });
  const media: MmsMedia[] = [picture, ...Array.from({ length: Number(empty) }, () => Buffer.alloc(0))].map(
    (bytes, index) => ({
      contentType: index === 0 ? 'image/jpeg' : 'text/plain',
      contentId: `part-${index}`,
      bareId: random.chance(0.5),
      filename: null,
      encoding: '8bit',
      bytes,
    }),
  );
  const write = (writing: Writing): RequestDraft => {
    const subject = textOf(writing, false);
    const contentHref = difference === 'href' ? `cid:content-${writing.hidden}` : 'cid:content';
    const content = {
      transactionId,
      linkedId: null,
      sender,
      recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: shortCode }] }],
      timestamp: '2024-05-06T07:08:09.123-05:00',
      priority: 'Normal',
      subject,
      contentHref,
      media,
    };
    const layout = plainLayout(`----=_Part_${transactionId.slice(0, 8)}_${writing.attempt}`);
    const document = mmsMessage.write(content, { dialect: mm7Dialects.message, layout });
    const number = difference === 'href' ? 0 : writing.hidden;
    const hiddenAt = {
      note: () => noted(document.body, 'DeliverReq', writing, isDeep),
      href: () => document.body,
      'soap-header': () => inserted(document.body, '</env:Header>', `<x:Trace xmlns:x="urn:x">${number}</x:Trace>`),
      'second-request': () =>
        inserted(document.body, '</env:Body>', `<DeliverReq xmlns="urn:x"><Note>${number}</Note></DeliverReq>`),
    };
    const body = hiddenAt[difference]();
    // The charset of a part is its own header's: a message has one writing of it.
    const plain = { ...writing, charset: 'utf-8' } as const;
    return draftOf('mms', '/mms/mo', { ...document, body }, plain, content, { subject });
  };
  return { name: `mms ${transactionId} (${difference})`, write };
}

function platform(random: Random, { isLarge, isDeep }: Traits) {
  const eventId = random.hex(12).toUpperCase();
  const countsAttempts = random.chance(0.3);
  const method = random.pick<'POST' | 'PUT'>(['POST', 'PUT']);
  const write = (writing: Writing): RequestDraft => {
    const note = textOf(writing, isLarge);
    const members = { note, other: writing.hidden, ...(isDeep && { deep: deepJson() }) };
    const event = {
      eventId,
      type: 'person_updated',
      typeNames: ['callback_type'] as const,
      eventDate: '2024-05-06T07:08:09Z',
      members,
      deliveryAttempt: countsAttempts ? String(writing.attempt) : null,
    };
    const document = platformEvent.write(event, { json: plainJson, contentType: 'application/json' });
    const shows = isLarge ? {} : { 'payload.note': note, 'payload.other': writing.hidden };
    return { ...draftOf('platform', '/platform', document, utf8(writing), event, shows), method };
  };
  return { name: `platform ${eventId}`, write };
}

function rbm(random: Random, { isLarge, isDeep }: Traits) {
  const eventClass = random.pick(['ServerEvent', 'UserEvent', 'UserMessage']);
  const eventId = eventClass === 'UserMessage' ? null : random.uuid();
  const messageId = random.uuid();
  const phone = phoneNumber(random);
  const write = (writing: Writing): RequestDraft => {
    const note = textOf(writing, isLarge);
    const members = { note, other: writing.hidden, ...(isDeep && { deep: deepJson() }) };
    const event = { eventClass, eventId, messageId, phoneNumber: phone, agentId: 'an-agent', members };
    const document = rbmEvent.write(event, plainJson);
    const shows = isLarge ? {} : { 'payload.note': note, 'payload.other': writing.hidden };
    return { ...draftOf('rbm', '/rbm', document, utf8(writing), event, shows), needs: 'signature' as const };
  };
  return { name: `rbm ${eventClass} ${eventId ?? messageId}`, write };
}

function draftOf(
  kind: Kind,
  path: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
  { charset, visible, hidden }: Writing,
  data: Readonly<Record<string, unknown>>,
  shows: Readonly<Record<string, unknown>>,
): RequestDraft {
  const { event } = kindRows[kind];
  const identity = event.keyOf(data);
  const says: Meaning =
    charset === 'unsaid'
      ? { as: 'unrecognized', reason: 'charset-invalid' }
      : { as: 'event', detailType: event.detailType, identity, content: `${visible}.${hidden}`, shows };
  return { family: kind, method: 'POST', path, headers, body: enlarged(body), needs: 'certificate', says };
}

function textOf({ visible }: Writing, isLarge: boolean): string {
  return `café ${visible}${isLarge ? largeWord : ''}`;
}

function enlarged(body: Uint8Array): Buffer {
  const bytes = Buffer.from(body);
  const at = bytes.indexOf(largeWord);
  if (at < 0) return bytes;
  return Buffer.concat([bytes.subarray(0, at), largeText, bytes.subarray(at + largeWord.length)]);
}

/** A JSON document has one charset. */
function utf8(writing: Writing): Writing {
  return { ...writing, charset: 'utf-8' };
}

/** The bytes of `latin1` and `unsaid` are the same; the Content-Type alone tells. */
function styleOf({ charset }: Writing): XmlStyle {
  if (charset === 'utf-8') return plainXml;
  return {
    ...plainXml,
    charset: { encoding: 'latin1', mark: false, declared: null, header: charset === 'latin1' ? 'iso-8859-1' : null },
  };
}

/** Two elements that differ by their prefix alone; the first of them says the hidden number. */
function noted(body: Uint8Array, root: string, { hidden }: Writing, isDeep: boolean): Buffer {
  const deep = isDeep ? `${'<d>'.repeat(40)}${'<e/>'.repeat(1_000)}${'</d>'.repeat(40)}` : '';
  const notes = `<a:Note xmlns:a="urn:a">${hidden}</a:Note><b:Note xmlns:b="urn:b">0</b:Note>`;
  return inserted(body, `</${root}>`, `${notes}${deep}`);
}

function inserted(body: Uint8Array, before: string, text: string): Buffer {
  const bytes = Buffer.from(body);
  const at = bytes.indexOf(before);
  if (at < 0) throw new Error(`the document has no ${before}`);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(text, 'latin1'), bytes.subarray(at)]);
}

function deepJson(): unknown {
  let value: unknown = Array.from({ length: 3_000 }, (_, index) => index);
  for (let depth = 0; depth < 40; depth += 1) value = [value];
  return value;
}
