import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Identity } from '../../../../lambda/reader/callback';
import type { Mm7Address } from '../vibes/mm7';
import { type MmsMedia, type MmsMessageContent, type MmsStyle, mmsMessage, mmsParts } from '../vibes/mms-message';
import { canStandIn } from '../vibes/multipart';
import { textElements } from '../vibes/xml';
import { expectedEventId, expectedId, expectedPart, idShape } from './expected-identity';
import { type GeneratedCallback, received } from './generated-callback';
import { mm7Styles, multipartLayouts } from './styles';
import { readableDates, tokens, xmlTexts } from './texts';

export const addresses: fc.Arbitrary<Mm7Address> = fc.record({
  address: tokens,
  type: fc.constantFrom('Number', 'ShortCode', 'RFC2822Address'),
});

const asciiNames = fc.stringMatching(/^[A-Za-z0-9._@-]{1,20}$/);

/** Types, and the extensions of their files. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', '.jpg'],
  ['video/3gpp; codecs="s263"', '.3gp'],
  ['application/x-unknown', ''],
]);

const media: fc.Arbitrary<MmsMedia> = fc.record({
  bytes: fc.uint8Array({ maxLength: 300 }),
  contentType: fc.constantFrom(...extensions.keys()),
  contentId: fc.option(asciiNames),
  bareId: fc.boolean(),
  filename: fc.option(fc.oneof(asciiNames, fc.constant('../../a b.jpg'))),
  encoding: fc.constantFrom('base64', '8bit', null),
});

const models = fc.record({
  transactionId: tokens,
  linkedId: fc.option(tokens),
  sender: addresses,
  recipients: fc.array(
    fc.record({
      kind: fc.constantFrom('To', 'Cc', 'Bcc'),
      addresses: fc.array(addresses, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  subject: fc.option(xmlTexts(10)),
  date: fc.option(readableDates),
  priority: fc.option(fc.constantFrom('Low', 'Normal', 'High')),
  vaspId: fc.option(tokens),
  applicId: fc.option(tokens),
  media: fc.array(media, { maxLength: 4 }),
});
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;

const styles: fc.Arbitrary<MmsStyle> = fc.record({ dialect: mm7Styles, layout: multipartLayouts });

export const mmsMessages: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(models, styles, styles)
  .filter(([model, style, retryStyle]) => canBeWritten(model, style) && canBeWritten(model, retryStyle))
  .map(([model, style, retryStyle]) => {
    const identity: Identity = {
      family: 'mms',
      id: expectedId(model.transactionId),
      part: expectedPart([[model.linkedId, idShape]]),
    };
    return {
      envelope: received(mmsMessage, contentOf(model), style),
      retry: received(mmsMessage, contentOf(model), retryStyle),
      detailType: 'MMS Message',
      identity,
      data: dataOf(model, style, expectedEventId(identity)),
    };
  });

function canBeWritten(model: Model, { layout, dialect }: MmsStyle): boolean {
  return mmsParts(contentOf(model), dialect).every(({ bytes }) => canStandIn(bytes, layout));
}

function contentOf({ date, applicId, ...model }: Model): MmsMessageContent {
  const extra = textElements({ ApplicID: applicId });
  return { ...model, timestamp: date?.text ?? null, contentHref: 'cid:media', extra };
}

function dataOf(model: Model, { dialect }: MmsStyle, eventId: string): Record<string, unknown> {
  const { applicId, date, recipients, media, ...fields } = model;
  const name = `${dialect.xml.prefix}ApplicID`;
  return {
    ...fields,
    recipients: recipients.flatMap(({ kind, addresses }) => addresses.map((address) => ({ ...address, kind }))),
    timestamp: date?.iso ?? null,
    timestampText: date?.text ?? null,
    mm7Version: dialect.version,
    mmsRelayServerId: null,
    vasId: null,
    contentHref: 'cid:media',
    attachments: media.map((one, index) => attachmentOf(one, index, eventId)),
    ...(applicId !== null && { extra: { [name]: [{ name, attributes: {}, content: [applicId] }] } }),
  };
}

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
