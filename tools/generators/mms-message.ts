import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Identity } from '../../lambda/reader/callback';
import type { Envelope } from '../../lambda/shared/envelope';
import { envelopeOf } from '../../test/support/envelope';
import { type DateText, readableDates } from './date-texts';
import { expectedEventId, expectedId, expectedPart, idShape } from './expected-identity';
import type { GeneratedCallback } from './generated-callback';
import {
  type Address,
  addressElement,
  addresses,
  type Dialect,
  dialects,
  element,
  soapDocument,
  textElement,
} from './mm7-soap';
import { canStandIn, type MultipartLayout, multipartContentType, multipartLayouts, renderMultipart } from './multipart';
import { tokens, xmlTexts } from './xml-texts';

interface Media {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly extension: string;
  readonly contentId: string | null;
  /** `<id>` or bare (wire contract §3.1). */
  readonly bareId: boolean;
  readonly filename: string | null;
  readonly encoding: 'base64' | '8bit' | null;
}

interface Message {
  readonly transactionId: string;
  readonly linkedId: string | null;
  readonly sender: Address;
  readonly recipients: readonly { readonly kind: string; readonly addresses: readonly Address[] }[];
  readonly subject: string | null;
  readonly date: DateText | null;
  readonly priority: string | null;
  readonly vaspId: string | null;
  readonly applicId: string | null;
  readonly media: readonly Media[];
}

interface Writing {
  readonly dialect: Dialect;
  readonly layout: MultipartLayout;
}

const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const asciiNames = fc.stringMatching(/^[A-Za-z0-9._@-]{1,20}$/);

const media: fc.Arbitrary<Media> = fc
  .record({
    bytes: fc.uint8Array({ maxLength: 300 }),
    type: fc.constantFrom(
      ['image/jpeg', '.jpg'] as const,
      ['video/3gpp; codecs="s263"', '.3gp'] as const,
      ['application/x-unknown', ''] as const,
    ),
    contentId: option(asciiNames),
    bareId: fc.boolean(),
    filename: option(fc.oneof(asciiNames, fc.constant('../../a b.jpg'))),
    encoding: fc.constantFrom('base64' as const, '8bit' as const, null),
  })
  .map(({ type: [contentType, extension], ...rest }) => ({ ...rest, contentType, extension }));

const messages: fc.Arbitrary<Message> = fc.record({
  transactionId: tokens,
  linkedId: option(tokens),
  sender: addresses,
  recipients: fc.array(
    fc.record({
      kind: fc.constantFrom('To', 'Cc', 'Bcc'),
      addresses: fc.array(addresses, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  subject: option(xmlTexts(10)),
  date: option(readableDates),
  priority: option(fc.constantFrom('Low', 'Normal', 'High')),
  vaspId: option(tokens),
  applicId: option(tokens),
  media: fc.array(media, { maxLength: 4 }),
});

const writings: fc.Arbitrary<Writing> = fc.record({ dialect: dialects, layout: multipartLayouts });

/** `DeliverReq`, an MMS from a phone (wire contract §3.1). */
export const mmsMessages: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(messages, writings, writings)
  .filter(([message, first, again]) => canBeWritten(message, first) && canBeWritten(message, again))
  .map(([message, first, again]) => toGenerated(message, first, again));

function canBeWritten(message: Message, { layout, dialect }: Writing): boolean {
  const contents = [Buffer.from(soapOf(message, dialect)), ...message.media.map(({ bytes }) => bytes)];
  return contents.every((content) => canStandIn(content, layout));
}

function toGenerated(message: Message, first: Writing, again: Writing): GeneratedCallback {
  const identity: Identity = {
    family: 'mms',
    id: expectedId(message.transactionId),
    part: expectedPart([[message.linkedId, idShape]]),
  };
  return {
    envelope: envelopeFrom(message, first),
    retry: envelopeFrom(message, again),
    detailType: 'MMS Message',
    identity,
    data: dataOf(message, first.dialect, identity),
  };
}

function envelopeFrom(message: Message, { dialect, layout }: Writing): Envelope {
  const soap = {
    headers: ['Content-Type: text/xml; charset=utf-8', 'Content-ID: <soap>'],
    bytes: Buffer.from(soapOf(message, dialect)),
  };
  const parts = message.media.map((part) => ({ headers: mediaHeaders(part), bytes: encoded(part) }));
  return envelopeOf({
    path: '/mms/mo',
    headers: { 'content-type': multipartContentType(layout.boundary) },
    body: renderMultipart([soap, ...parts], layout),
  });
}

function soapOf(message: Message, dialect: Dialect): string {
  const lists = message.recipients.map(({ kind, addresses }) =>
    element(dialect, kind, addresses.map((address) => addressElement(dialect, address)).join('')),
  );
  const content = [
    textElement(dialect, 'MM7Version', dialect.version),
    textElement(dialect, 'VASPID', message.vaspId),
    textElement(dialect, 'LinkedID', message.linkedId),
    element(dialect, 'Sender', addressElement(dialect, message.sender)),
    element(dialect, 'Recipients', lists.join('')),
    textElement(dialect, 'TimeStamp', message.date?.text ?? null),
    textElement(dialect, 'Priority', message.priority),
    textElement(dialect, 'Subject', message.subject),
    textElement(dialect, 'ApplicID', message.applicId),
    `<${dialect.prefix}Content href="cid:media"/>`,
  ];
  return soapDocument(dialect, message.transactionId, 'DeliverReq', content.join(''));
}

function mediaHeaders({ contentType, contentId, bareId, filename, encoding }: Media): string[] {
  return [
    `content-type: ${contentType}`,
    ...(contentId === null ? [] : [`Content-Id: ${bareId ? contentId : `<${contentId}>`}`]),
    ...(filename === null ? [] : [`Content-Disposition: attachment; filename="${filename}"`]),
    ...(encoding === null ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
  ];
}

function encoded({ bytes, encoding }: Media): Uint8Array {
  if (encoding !== 'base64') return bytes;
  return Buffer.from(Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'));
}

function dataOf(message: Message, dialect: Dialect, identity: Identity): Record<string, unknown> {
  const { applicId } = message;
  const name = `${dialect.prefix}ApplicID`;
  return {
    transactionId: message.transactionId,
    linkedId: message.linkedId,
    sender: message.sender,
    recipients: message.recipients.flatMap(({ kind, addresses }) => addresses.map((address) => ({ ...address, kind }))),
    subject: message.subject,
    timestamp: message.date?.iso ?? null,
    timestampText: message.date?.text ?? null,
    priority: message.priority,
    mm7Version: dialect.version,
    mmsRelayServerId: null,
    vaspId: message.vaspId,
    vasId: null,
    contentHref: 'cid:media',
    attachments: message.media.map((part, index) => attachmentOf(part, index, expectedEventId(identity))),
    ...(applicId !== null && { extra: { [name]: [{ name, attributes: {}, content: [applicId] }] } }),
  };
}

function attachmentOf(part: Media, index: number, id: string): Record<string, unknown> {
  const { filename } = part;
  return {
    contentType: part.contentType,
    contentId: part.contentId,
    filename,
    size: part.bytes.length,
    sha256: createHash('sha256').update(part.bytes).digest('hex'),
    bucket: 'bucket',
    key: `attachments/${id}/${index}${part.extension}`,
    part: String(index + 2),
    ...(filename !== null && { headers: { 'content-disposition': [`attachment; filename="${filename}"`] } }),
  };
}
