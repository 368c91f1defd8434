import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type BuiltCallback, type CallbackBuilder, formOf, type GeneratedCallback } from './callback';
import { type DateText, dateOf, readableDates, receiptDate } from './date-text';
import { expectedEventId, expectedId, expectedPart, idShape } from './expected-identity';
import { addresses, addressesOf, type Mm7Address, type Mm7Style, mm7Dialects, mm7Styles, soapDocument } from './mm7';
import {
  canStandIn,
  multipartContentType,
  multipartLayouts,
  plainLayout,
  renderMultipart,
  type WirePart,
} from './multipart';
import { moment, phoneNumber, type Random, shortCode, text } from './random';
import { type Made, oneOf, tokens, xmlTexts } from './texts';
import { elementOf, textElements, type WireElement } from './xml';

const asciiNames = fc.stringMatching(/^[A-Za-z0-9._@-]{1,20}$/);

/** Types, and the extensions of their files. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', '.jpg'],
  ['video/3gpp; codecs="s263"', '.3gp'],
  ['application/x-unknown', ''],
]);

const medias = fc.record({
  bytes: fc.uint8Array({ maxLength: 300 }) as fc.Arbitrary<Uint8Array>,
  contentType: oneOf(...extensions.keys()),
  contentId: fc.option(asciiNames),
  /** `<id>` or bare (wire contract §3.1). */
  bareId: fc.boolean(),
  filename: fc.option(fc.oneof(asciiNames, fc.constant('../../a b.jpg'))),
  encoding: fc.constantFrom('base64', '8bit', null),
});
type MmsMedia = Made<typeof medias>;

interface MmsMessage {
  readonly transactionId: string;
  readonly mmsRelayServerId?: string | null;
  readonly vaspId?: string | null;
  readonly linkedId: string | null;
  readonly sender: Mm7Address;
  /** Each list of `To`, `Cc` or `Bcc`. */
  readonly recipients: readonly { readonly kind: string; readonly addresses: readonly Mm7Address[] }[];
  readonly date: DateText | null;
  readonly priority: string | null;
  readonly subject: string | null;
  /** In no field of an event. */
  readonly applicId?: string | null;
  readonly media: readonly MmsMedia[];
}

const styles = fc.record({ dialect: mm7Styles, layout: multipartLayouts });
type MmsStyle = Made<typeof styles>;

/** MM7 `DeliverReq`, an MMS from a phone (wire contract §3.1): the SOAP document, then the media. */
export const mmsMessage = formOf<MmsMessage, MmsStyle>({
  channel: 'mms',
  route: '/mms/mo',
  authentication: 'source',
  detailType: 'MMS Message',
  keyOf: ({ transactionId }) => `mms ${transactionId}`,
  write: (message, { dialect, layout }) => ({
    headers: { 'content-type': multipartContentType(layout.boundary), 'user-agent': 'Java/1.8.0_181' },
    body: renderMultipart(mmsParts(message, dialect), layout),
  }),
});

const contentHref = 'cid:content';

export function mmsParts(message: MmsMessage, dialect: Mm7Style): WirePart[] {
  const { transactionId, mmsRelayServerId = null, vaspId = null, linkedId, sender, recipients, media } = message;
  const { date, priority, subject, applicId = null } = message;
  const content: WireElement[] = [
    ...textElements({ MMSRelayServerID: mmsRelayServerId, VASPID: vaspId, LinkedID: linkedId }),
    elementOf('Sender', addressesOf([sender])),
    elementOf(
      'Recipients',
      recipients.map(({ kind, addresses }) => elementOf(kind, addressesOf(addresses))),
    ),
    ...textElements({ TimeStamp: date?.text ?? null, Priority: priority, Subject: subject, ApplicID: applicId }),
    elementOf('Content', '', { href: contentHref }),
  ];
  const soap = soapDocument({ transactionId, name: 'DeliverReq', content }, dialect);
  return [
    { headers: [`Content-Type: ${soap.headers['content-type']}`, 'Content-ID: <rootpart>'], bytes: soap.body },
    ...media.map((one) => ({ headers: mediaHeaders(one), bytes: encoded(one) })),
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

/** Media passed through as bytes, and a boundary with a time stamp, so that a retry has other bytes. */
export const buildMms: CallbackBuilder = (random) => [message(random, [jpeg(random, random.int(200, 2_000))])];

/** Three pictures of a megabyte: past every limit of a queue's message. */
export const buildLargeMms: CallbackBuilder = (random) => [
  message(random, [jpeg(random, 1_000_000), jpeg(random, 1_000_000), jpeg(random, 1_000_000)]),
];

function message(random: Random, images: readonly Buffer[]): BuiltCallback {
  const transactionId = random.uuid();
  const content: MmsMessage = {
    transactionId,
    mmsRelayServerId: 'Vibes',
    linkedId: random.hex(16),
    sender: { type: 'Number', address: phoneNumber(random) },
    recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: shortCode }] }],
    date: dateOf(moment(random), receiptDate),
    priority: 'Normal',
    subject: text(random),
    media: [noteOf(random), ...images.map(pictureOf)],
  };
  return mmsMessage.callback(mmsMessage.keyOf({ transactionId }), (attempt) => {
    const layout = plainLayout(`----=_Part_${transactionId.slice(0, 8)}_${attempt}`);
    return [content, { dialect: mm7Dialects.message, layout }];
  });
}

function noteOf(random: Random): MmsMedia {
  const bytes = Buffer.from(text(random));
  const contentType = 'text/plain; charset=utf-8';
  return { contentType, contentId: 'text.txt', bareId: true, filename: null, encoding: null, bytes };
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

const kinds = fc.constantFrom('To', 'Cc', 'Bcc');
const lists = fc.record({ kind: kinds, addresses: fc.array(addresses, { minLength: 1, maxLength: 3 }) });

const messages = fc.record({
  transactionId: tokens,
  linkedId: fc.option(tokens),
  sender: addresses,
  recipients: fc.array(lists, { minLength: 1, maxLength: 3 }),
  subject: fc.option(xmlTexts(10)),
  date: fc.option(readableDates),
  priority: fc.option(fc.constantFrom('Low', 'Normal', 'High')),
  vaspId: fc.option(tokens),
  applicId: fc.option(tokens),
  media: fc.array(medias, { maxLength: 4 }),
});

export const mmsMessages: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(messages, styles, styles)
  .filter(([message, ...both]) =>
    both.every(({ dialect, layout }) => mmsParts(message, dialect).every(({ bytes }) => canStandIn(bytes, layout))),
  )
  .map(([message, style, retryStyle]) => {
    const { applicId, date, recipients, media, ...fields } = message;
    const { transactionId, linkedId } = fields;
    const part = expectedPart([[linkedId, idShape]]);
    const identity = { family: 'mms', id: expectedId(transactionId), part };
    const unknown = `${style.dialect.xml.prefix}ApplicID`;
    return {
      sent: mmsMessage.sent(message, style),
      retry: mmsMessage.sent(message, retryStyle),
      detailType: mmsMessage.detailType,
      identity,
      data: {
        ...fields,
        recipients: recipients.flatMap(({ kind, addresses }) => addresses.map((address) => ({ ...address, kind }))),
        timestamp: date?.iso ?? null,
        timestampText: date?.text ?? null,
        mm7Version: style.dialect.version,
        mmsRelayServerId: null,
        vasId: null,
        contentHref,
        attachments: media.map((one, index) => attachmentOf(one, index, expectedEventId(identity))),
        ...(applicId !== null && {
          extra: { [unknown]: [{ name: unknown, attributes: {}, content: [applicId] }] },
        }),
      },
    };
  });

function attachmentOf(part: MmsMedia, index: number, eventId: string): Record<string, unknown> {
  const { contentType, contentId, filename, bytes } = part;
  return {
    contentType,
    contentId,
    filename,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    // An empty part has no object.
    bucket: bytes.length === 0 ? null : 'bucket',
    key: bytes.length === 0 ? null : `attachments/${eventId}/${index}${extensions.get(contentType)}`,
    part: String(index + 2),
    ...(filename !== null && { headers: { 'content-disposition': [`attachment; filename="${filename}"`] } }),
  };
}
