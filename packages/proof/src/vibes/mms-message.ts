import {
  type BuiltCallback,
  type CallbackBuilder,
  type CallbackForm,
  callbackOf,
  type Document,
  type ExpectedEvent,
} from './callback';
import { dateText, receiptDate } from './date-text';
import { addressesOf, type Mm7Address, type Mm7Style, mm7Dialects, soapDocument } from './mm7';
import { type MultipartLayout, multipartContentType, plainLayout, renderMultipart, type WirePart } from './multipart';
import { moment, phoneNumber, type Random, shortCode, text } from './random';
import { elementOf, textElements, type WireElement } from './xml';

export interface MmsMessageContent {
  readonly transactionId: string;
  readonly mmsRelayServerId?: string | null;
  readonly vaspId?: string | null;
  readonly linkedId: string | null;
  readonly sender: Mm7Address;
  /** Each list of `To`, `Cc` or `Bcc`. */
  readonly recipients: readonly { readonly kind: string; readonly addresses: readonly Mm7Address[] }[];
  readonly timestamp: string | null;
  readonly priority: string | null;
  readonly subject: string | null;
  readonly contentHref: string;
  readonly extra?: readonly WireElement[];
  readonly media: readonly MmsMedia[];
}

export interface MmsMedia {
  readonly contentType: string;
  readonly contentId: string | null;
  /** `<id>` or bare (wire contract §3.1). */
  readonly bareId: boolean;
  readonly filename: string | null;
  readonly encoding: 'base64' | '8bit' | null;
  readonly bytes: Uint8Array;
}

export interface MmsStyle {
  readonly dialect: Mm7Style;
  readonly layout: MultipartLayout;
}

/** MM7 `DeliverReq`, an MMS from a phone (wire contract §3.1): the SOAP document, then the media. */
export const mmsMessage: CallbackForm<MmsMessageContent, MmsStyle> = {
  channel: 'mms',
  route: '/mms/mo',
  authentication: 'source',
  write: (message, { dialect, layout }) => ({
    headers: mmsHeaders(layout.boundary),
    body: renderMultipart(mmsParts(message, dialect), layout),
  }),
};

function mmsHeaders(boundary: string): Document['headers'] {
  return { 'content-type': multipartContentType(boundary), 'user-agent': 'Java/1.8.0_181' };
}

export function mmsParts(message: MmsMessageContent, dialect: Mm7Style): WirePart[] {
  const { transactionId, media } = message;
  const soap = soapDocument({ transactionId, name: 'DeliverReq', content: contentOf(message) }, dialect);
  return [
    { headers: [`Content-Type: ${soap.headers['content-type']}`, 'Content-ID: <rootpart>'], bytes: soap.body },
    ...media.map((one) => ({ headers: mediaHeaders(one), bytes: encoded(one) })),
  ];
}

function contentOf(message: MmsMessageContent): WireElement[] {
  const { mmsRelayServerId = null, vaspId = null, linkedId, sender, recipients, contentHref, extra = [] } = message;
  const lists = recipients.map(({ kind, addresses }) => elementOf(kind, addressesOf(addresses)));
  return [
    ...textElements({ MMSRelayServerID: mmsRelayServerId, VASPID: vaspId, LinkedID: linkedId }),
    elementOf('Sender', addressesOf([sender])),
    elementOf('Recipients', lists),
    ...textElements({ TimeStamp: message.timestamp, Priority: message.priority, Subject: message.subject }),
    ...extra,
    elementOf('Content', '', { href: contentHref }),
  ];
}

function mediaHeaders({ contentType, contentId, bareId, filename, encoding }: MmsMedia): string[] {
  return [
    `content-type: ${contentType}`,
    ...(contentId === null ? [] : [`Content-Id: ${bareId ? contentId : `<${contentId}>`}`]),
    ...(filename === null ? [] : [`Content-Disposition: attachment; filename="${filename}"`]),
    ...(encoding === null ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
  ];
}

function encoded({ bytes, encoding }: MmsMedia): Uint8Array {
  if (encoding !== 'base64') return bytes;
  return Buffer.from(Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'));
}

export const expectedMms: ExpectedEvent = {
  detailType: 'MMS Message',
  keyOf: ({ transactionId }) => `mms ${transactionId}`,
};

/** Media passed through as bytes, and a boundary with a time stamp, so that a retry has other bytes. */
export const buildMms: CallbackBuilder = (random) => [message(random, [jpeg(random, random.int(200, 2_000))])];

/** Three pictures of a megabyte: past every limit of a queue's message. */
export const buildLargeMms: CallbackBuilder = (random) => [
  message(random, [jpeg(random, 1_000_000), jpeg(random, 1_000_000), jpeg(random, 1_000_000)]),
];

function message(random: Random, images: readonly Buffer[]): BuiltCallback {
  const transactionId = random.uuid();
  const content = {
    transactionId,
    mmsRelayServerId: 'Vibes',
    linkedId: random.hex(16),
    sender: { type: 'Number', address: phoneNumber(random) },
    recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: shortCode }] }],
    timestamp: dateText(moment(random), receiptDate),
    priority: 'Normal',
    subject: text(random),
    contentHref: 'cid:content',
    media: [noteOf(random), ...images.map(pictureOf)],
  };
  return callbackOf(mmsMessage, expectedMms.keyOf(content), (attempt) => {
    const layout = plainLayout(`----=_Part_${transactionId.slice(0, 8)}_${attempt}`);
    return [content, { dialect: mm7Dialects.message, layout }];
  });
}

function noteOf(random: Random): MmsMedia {
  return {
    contentType: 'text/plain; charset=utf-8',
    contentId: 'text.txt',
    bareId: true,
    filename: null,
    encoding: null,
    bytes: Buffer.from(text(random)),
  };
}

function pictureOf(bytes: Buffer, index: number): MmsMedia {
  const contentId = `image-${index}.jpg`;
  return { contentType: 'image/jpeg', contentId, bareId: false, filename: null, encoding: '8bit', bytes };
}

/** The signature of a JPEG, then noise: nothing on the way looks inside. */
function jpeg(random: Random, size: number): Buffer {
  const noise = Buffer.from(random.hex(128), 'hex');
  return Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(size, noise)]);
}
