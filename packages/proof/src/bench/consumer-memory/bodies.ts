import { randomBytes, randomUUID } from 'node:crypto';
import { mm7Dialects } from '../../vibes/mm7';
import { mmsMessage, mmsParts } from '../../vibes/mms-message';
import { multipartContentType, plainLayout, renderMultipart, type WirePart } from '../../vibes/multipart';
import { callbackMessage, moMessage } from '../harness/callback-messages';

/**
 * The largest body that reaches ingest: Lambda takes an event of 6 MB, in which the gateway puts the body in base64
 * beside some KB of headers.
 */
const largestBytes = 4_700_000;

/** By a description: each call makes a new message as ingest would, so none is a duplicate. */
type Bodies = Readonly<Record<string, () => string>>;

/** The largest callback of each format, and what takes most of a parser's memory for its size. */
export const largest: Bodies = {
  'MO message of 300 bytes': () => moMessage(),
  'MMS, a picture in binary': () => mms('binary', (bytes) => randomBytes(bytes)),
  'MMS, a picture in base64': () => mms('base64', base64Lines),
  'MMS, a nested multipart of 50 texts': nestedMms,
  'JSON, one long text': () => platform((bytes) => `"${'é'.repeat(bytes / 2)}"`),
  // Just under the number of tokens that are read; the last one is refused for it.
  'JSON, numbers': () => platform((bytes) => `[${'123456789012345678,'.repeat(bytes / 19)}1]`),
  'JSON, members of one object': () => platform((bytes) => `{${members(bytes)}}`),
  'JSON, opening brackets': () => platform((bytes) => '['.repeat(bytes)),
  'XML, one long text of entities': () => mo((bytes) => `<message>${'a&amp;'.repeat(bytes / 6)}</message>`),
  'XML, empty elements': () => mo((bytes) => '<a/>'.repeat(bytes / 4)),
  'XML, attributes': () => mo((bytes) => `<a ${attributes(bytes)}/>`),
  'nothing known': () => callbackMessage('/other', 'application/octet-stream', randomBytes(largestBytes)),
};

/**
 * Bodies made to take many times their size in memory. Each once did: a text that is escaped, is joined from small
 * pieces, or takes two bytes per character because of a single wide one.
 */
export const hostile = {
  'RBM, %/ in an id': () => rbm(wide((bytes) => '%/'.repeat(bytes / 2))),
  'RBM, escaped quotes in an id': () => rbm(wide((bytes) => '\\"'.repeat(bytes / 2))),
  'MMS, %/ in its LinkedID': () => soapOnly('DeliverReq', { LinkedID: escapes }),
  'MMS receipt, %/ in its status': () => soapOnly('DeliveryReportReq', { MMStatus: escapes }),
  'MMS receipt, %/ in its date': () => soapOnly('DeliveryReportReq', { MMStatus: () => 'R', Date: escapes }),
  'receipt, %/ in its type': () => receipt(escapes),
  'XML, carriage returns in 19,000 elements': () =>
    mo((bytes) => `<message>あ</message>${returns(bytes, '<a>', '</a>')}`),
  'XML, carriage returns among 19,000 elements': () =>
    mo((bytes) => `<message>あ${returns(bytes, '<a/>', '')}</message>`),
  'XML, the same in a longMessageInfo': () =>
    mo((bytes) => `<message>あ</message><longMessageInfo>${returns(bytes, '<a/>', '')}</longMessageInfo>`),
  'XML, quotes in a longMessageInfo': () =>
    mo((bytes) => `<message>あ</message><longMessageInfo>${'"'.repeat(bytes - 100)}</longMessageInfo>`),
  'XML, comments in a text': () => mo((bytes) => `<message>あ${'a<!---->'.repeat(bytes / 8 - 10)}</message>`),
  'XML, emoji in two references each': () =>
    mo((bytes) => `<message>${'&#55357;&#56832;'.repeat(bytes / 17)}</message>`),
  'JSON, escaped quotes in one text': () => platform((bytes) => `"あ${'\\"'.repeat(bytes / 2 - 10)}"`),
  'JSON, white space': () => platform((bytes) => `["あ"${' '.repeat(bytes - 10)}]`),
  'MMS, base64 of one letter a line': () =>
    mms('base64', (bytes) => Buffer.from('QUFB\n'.replace(/./g, '$&\n').repeat(bytes / 10 - 10))),
} satisfies Bodies;

type Text = (bytes: number) => string;

/** A character of two bytes in front: V8 then keeps every other one in two bytes too. */
function wide(text: Text): Text {
  return (bytes) => `あ${text(bytes - 100)}`;
}

const escapes: Text = wide((bytes) => '%/'.repeat(bytes / 2));

function returns(bytes: number, open: string, close: string): string {
  const elements = 19_000;
  const each = Math.floor((bytes - 200) / elements) - open.length - close.length;
  return `${open}${'\r'.repeat(each)}${close}`.repeat(elements);
}

function rbm(text: Text): string {
  const body = `{"eventId":"${randomUUID()}","agentId":"${text(largestBytes - roomForRest)}"}`;
  return callbackMessage('/rbm', 'application/json', Buffer.from(body));
}

function receipt(type: Text): string {
  const body =
    `<mtMessageResponse messageId="${randomUUID()}" receiptDate="2026-05-06 07:08:09-0500">` +
    `<type>${type(largestBytes - roomForRest)}</type><status isError="false"><description>d</description></status>` +
    '</mtMessageResponse>';
  return callbackMessage('/sms/receipt', 'text/xml', Buffer.from(body));
}

function soapOnly(request: string, fields: Readonly<Record<string, Text>>): string {
  const elements = Object.entries<Text>({ MessageID: () => randomUUID(), ...fields }).map(
    ([name, text]) => `<${name}>${text(largestBytes - roomForRest)}</${name}>`,
  );
  const soap =
    `<Envelope><Header><TransactionID>${randomUUID()}</TransactionID></Header><Body>` +
    `<${request}>${elements.join('')}</${request}></Body></Envelope>`;
  return callbackMessage('/mms/mo', 'text/xml', Buffer.from(soap));
}

const roomForRest = 4_000;

function mo(content: (bytes: number) => string): string {
  const head =
    `<moMessage messageId="${randomUUID()}" receiptDate="2026-05-06 07:08:09-0500">` +
    '<source address="+15555550100" carrier="104" type="MDN"/><destination address="00000" type="SC"/>';
  return callbackMessage(
    '/sms/mo',
    'text/xml',
    Buffer.from(`${head}${content(largestBytes - roomForRest)}</moMessage>`),
  );
}

function platform(value: (bytes: number) => string): string {
  const head = `{"event_id":"${randomUUID()}","callback_type":"person_updated","person":`;
  return callbackMessage('/platform', 'application/json', Buffer.from(`${head}${value(largestBytes - roomForRest)}}`));
}

function mms(encoding: string, media: (bytes: number) => Buffer): string {
  const headers = ['Content-Type: image/png', `Content-Transfer-Encoding: ${encoding}`];
  return multipart([{ headers, bytes: media(largestBytes - roomForRest) }]);
}

function nestedMms(): string {
  const text = Buffer.from('ä'.repeat((largestBytes - 4 * roomForRest) / 100));
  const part = { headers: ['Content-Type: text/plain; charset=utf-8'], bytes: text };
  const inner = renderMultipart(
    Array.from({ length: 50 }, () => part),
    plainLayout('inner'),
  );
  return multipart([{ headers: ['Content-Type: multipart/mixed; boundary="inner"'], bytes: inner }]);
}

function multipart(media: readonly WirePart[]): string {
  const message = {
    transactionId: randomUUID(),
    linkedId: '1',
    sender: { type: 'Number', address: '+15555550100' },
    recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: '00000' }] }],
    date: null,
    priority: null,
    subject: null,
    media: [],
  };
  const parts = [...mmsParts(message, mm7Dialects.message), ...media];
  return callbackMessage(mmsMessage.route, multipartContentType('outer'), renderMultipart(parts, plainLayout('outer')));
}

function base64Lines(bytes: number): Buffer {
  const lines = Math.floor(bytes / 78);
  return Buffer.from(
    randomBytes(lines * 57)
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n'),
  );
}

function members(bytes: number): string {
  return Array.from({ length: bytes / 38 }, (_, index) => `"k${String(index).padStart(32, '0')}":1`).join(',');
}

function attributes(bytes: number): string {
  return Array.from({ length: bytes / 12 }, (_, index) => `a${index}="1"`)
    .join(' ')
    .slice(0, bytes)
    .replace(/ [^ ]*$/, '');
}
