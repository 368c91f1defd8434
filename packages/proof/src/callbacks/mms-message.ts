import type { CallbackForm, Document } from './callback-form';
import { addressesOf, type Mm7Address, type Mm7Style, soapDocument } from './mm7';
import { type MultipartLayout, multipartContentType, renderMultipart, type WirePart } from './multipart';
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

export function mmsHeaders(boundary: string): Document['headers'] {
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
