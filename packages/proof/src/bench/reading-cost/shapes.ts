import type { Envelope } from '../../../../../lambda/shared/envelope';

/** A document that is made to be dear for its size. */
export interface Shape {
  readonly name: string;
  make(): Envelope;
}

/** One text, which every family may have: what reading costs where nothing but the size counts. */
export const reference: Shape = {
  name: 'XML, one text of 1 MB',
  make: () => receipt(`<x>${'a'.repeat(1_000_000)}</x>`),
};

const depths = [1, 20, 58];
/** The second is near the most that is read. */
const nodeCounts = [4_000, 19_000];
const texts = ['', 'a', 'a'.repeat(100)];

export const shapes: readonly Shape[] = [
  ...depths.flatMap((depth) =>
    nodeCounts.flatMap((nodes) =>
      texts.map((text) => ({
        name: `XML, ${nodes} elements ${depth} deep with ${text.length} characters each`,
        make: () => receipt(nested(depth, `<a>${text}</a>`.repeat(nodes - depth))),
      })),
    ),
  ),
  { name: 'XML, chains of 58 elements', make: () => receipt(nested(58, '').repeat(320)) },
  { name: 'XML, 19000 elements with names of their own', make: () => receipt(many(19_000, (n) => `<a${n}/>`)) },
  { name: 'XML, 9000 elements with an attribute', make: () => receipt('<a b=""/>'.repeat(9_000)) },
  { name: 'XML, an element with 19000 attributes', make: () => receipt(`<a ${many(19_000, (n) => `a${n}="" `)}/>`) },
  { name: 'XML, entities', make: () => receipt(`<x>${'&amp;'.repeat(200_000)}</x>`) },
  { name: 'XML, a text between 19000 elements', make: () => receipt('a<a/>'.repeat(19_000)) },
  { name: 'MO, 19000 elements in a longMessageInfo, 58 deep', make: () => mo(nested(58, '<a/>'.repeat(18_900))) },
  { name: 'MMS, 19000 elements, 58 deep', make: () => mms(nested(58, '<a/>'.repeat(18_900))) },
  { name: 'MMS, 9000 recipients', make: () => mms(`<Recipients><To>${'<Number/>'.repeat(9_000)}</To></Recipients>`) },
  { name: 'MMS, 199 parts of 100 headers', make: () => multipart(many(199, () => part('x-a: b\r\n'.repeat(100)))) },
  ...[1, 900].flatMap((depth) =>
    ['1', '""', '{}', '"k"'].map((item) => ({
      name: `JSON, 100000 × ${item}, ${depth} deep`,
      make: () => json(`${'['.repeat(depth)}${`${item},`.repeat(100_000)}1${']'.repeat(depth)}`),
    })),
  ),
  { name: 'JSON, 120000 members', make: () => json(`{${many(120_000, (n) => `"k${n}":1,`)}"k":1}`) },
  { name: 'JSON, 100000 levels', make: () => json(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
];

function many(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join('');
}

function nested(depth: number, inner: string): string {
  return `${'<a>'.repeat(depth)}${inner}${'</a>'.repeat(depth)}`;
}

function receipt(inner: string): Envelope {
  return envelope(
    '/sms/receipt',
    'text/xml',
    `<mtMessageResponse messageId="1"><type>System</type><status isError="false"/>${inner}</mtMessageResponse>`,
  );
}

function mo(marker: string): Envelope {
  return envelope(
    '/sms/mo',
    'text/xml',
    `<moMessage messageId="1"><source address="1"/><destination address="2"/><message>t</message>` +
      `<longMessageInfo>${marker}</longMessageInfo></moMessage>`,
  );
}

function soap(inner: string): string {
  return `<Envelope><Header><TransactionID>1</TransactionID></Header><Body><DeliverReq>${inner}</DeliverReq></Body></Envelope>`;
}

function mms(inner: string): Envelope {
  return envelope('/mms/mo', 'text/xml', soap(inner));
}

function part(headers: string): string {
  return `--b\r\n${headers}Content-Type: image/png\r\n\r\na\r\n`;
}

function multipart(parts: string): Envelope {
  const first = `--b\r\nContent-Type: text/xml\r\n\r\n${soap('')}\r\n`;
  return envelope('/mms/mo', 'multipart/related; boundary="b"', `${first}${parts}--b--\r\n`);
}

function json(value: string): Envelope {
  return envelope('/platform', 'application/json', `{"event_id":"1","a":${value}}`);
}

function envelope(path: string, contentType: string, body: string): Envelope {
  return {
    version: 1,
    requestId: 'request',
    receivedAt: '2026-05-06T07:08:09.123Z',
    method: 'POST',
    path,
    query: {},
    headers: { 'content-type': [contentType] },
    sourceIp: '35.155.139.143',
    proof: path === '/sms/mo' ? 'basic:current' : 'source',
    body: Buffer.from(body),
  };
}
