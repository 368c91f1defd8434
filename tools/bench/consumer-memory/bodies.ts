import { randomBytes, randomUUID } from 'node:crypto';
import { callbackMessage, moMessage } from '../harness/callback-messages';

/**
 * The largest body that reaches ingest: Lambda takes an event of 6 MB, in which the gateway puts the body in base64
 * beside some KB of headers.
 */
const largestBytes = 4_700_000;

export interface Body {
  readonly name: string;
  /** The message as ingest makes it; new each time, so that no one is a duplicate. */
  make(): string;
}

/** The largest callback of each format, and what takes most of a parser's memory for its size. */
export const bodies: readonly Body[] = [
  { name: 'MO message of 300 bytes', make: () => moMessage() },
  { name: 'MMS, a picture in binary', make: () => mms('binary', (bytes) => randomBytes(bytes)) },
  { name: 'MMS, a picture in base64', make: () => mms('base64', base64Lines) },
  { name: 'MMS, a nested multipart of 50 texts', make: nestedMms },
  { name: 'JSON, one long text', make: () => platform((bytes) => `"${'é'.repeat(bytes / 2)}"`) },
  // Just under the number of tokens that are read; the last one is refused for it.
  { name: 'JSON, numbers', make: () => platform((bytes) => `[${'123456789012345678,'.repeat(bytes / 19)}1]`) },
  { name: 'JSON, members of one object', make: () => platform((bytes) => `{${members(bytes)}}`) },
  { name: 'JSON, opening brackets', make: () => platform((bytes) => '['.repeat(bytes)) },
  {
    name: 'XML, one long text of entities',
    make: () => mo((bytes) => `<message>${'a&amp;'.repeat(bytes / 6)}</message>`),
  },
  { name: 'XML, empty elements', make: () => mo((bytes) => '<a/>'.repeat(bytes / 4)) },
  { name: 'XML, attributes', make: () => mo((bytes) => `<a ${attributes(bytes)}/>`) },
  {
    name: 'nothing known',
    make: () => callbackMessage('/other', 'application/octet-stream', randomBytes(largestBytes)),
  },
];

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
  return multipart([
    part(['Content-Type: image/png', `Content-Transfer-Encoding: ${encoding}`], media(largestBytes - roomForRest)),
  ]);
}

function nestedMms(): string {
  const text = Buffer.from('ä'.repeat((largestBytes - 4 * roomForRest) / 100));
  const texts = Array.from({ length: 50 }, () => part(['Content-Type: text/plain; charset=utf-8'], text, 'inner'));
  const inner = Buffer.concat([...texts, Buffer.from('--inner--\r\n')]);
  return multipart([part(['Content-Type: multipart/mixed; boundary="inner"'], inner)]);
}

function multipart(media: readonly Buffer[]): string {
  const soap =
    '<?xml version="1.0" encoding="utf-16"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<env:Header><TransactionID>${randomUUID()}</TransactionID></env:Header><env:Body><DeliverReq>` +
    '<MM7Version>6.8.0</MM7Version><LinkedID>1</LinkedID><Sender><Number>+15555550100</Number></Sender>' +
    '<Recipients><To><ShortCode>00000</ShortCode></To></Recipients><TimeStamp>2026-05-06T07:08:09Z</TimeStamp>' +
    '<Content href="cid:media"/></DeliverReq></env:Body></env:Envelope>';
  const body = Buffer.concat([
    part(['Content-Type: text/xml; charset=utf-8'], Buffer.from(soap)),
    ...media,
    Buffer.from('--outer--\r\n'),
  ]);
  return callbackMessage('/mms/mo', 'multipart/related; type="text/xml"; boundary="outer"', body);
}

function part(headers: readonly string[], content: Buffer, boundary = 'outer'): Buffer {
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`), content, Buffer.from('\r\n')]);
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
