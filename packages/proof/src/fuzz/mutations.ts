import fc from 'fast-check';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { eventClassHeader } from '../vibes/rbm-event';
import { weighted } from '../vibes/texts';

/** One thing that goes wrong with a callback on its way, by accident or on purpose. */
export type EnvelopeMutation = (envelope: Envelope) => Envelope;

/** A place in a body, as a fraction of its length: it means something for every body. */
const places = weighted([1, fc.constant(0)], [6, fc.noBias(fc.nat(10_000)).map((place) => place / 10_000)]);

/** What parsers trip over. */
const tokens = [
  ...'<>&"{}[,\0\uFEFF',
  ...[']]>', '<![CDATA[', '<!--', '&x;', '&#0;', '&#xD800;', '\\u0000', '1e999', '9007199254740993'],
  '<!DOCTYPE a [<!ENTITY x "y">]>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<?xml version="1.1" encoding="utf-7"?>',
  'encoding="utf-16"',
  '"__proto__":{},',
  ...['\r\n--', '\r\n\r\n', 'Content-Transfer-Encoding: base64\r\n'],
  ...['<a>'.repeat(80), '['.repeat(2000), 'x'.repeat(2000)],
].map((token) => Buffer.from(token));

const invalidBytes = ['ff', 'c328', 'eda080', '00'].map((hex) => Buffer.from(hex, 'hex'));

/** A field as XML and JSON write it: an attribute, an empty element, an element with its text, a member's name. */
const field = /\s[\w:]+=(?:"[^"]*"|'[^']*')|<[\w:]+[^<>]*\/>|<([\w:]+)[^<>]*>[^<]*<\/\1>|"\w+"\s*:/g;

const lengths = fc.noBias(fc.nat(40));

const bodyMutations = weighted<EnvelopeMutation>(
  [4, fc.tuple(places, fc.constantFrom(...tokens)).map(([at, token]) => insert(at, () => token))],
  [1, fc.tuple(places, fc.constantFrom(...invalidBytes)).map(([at, token]) => insert(at, () => token))],
  [3, fc.tuple(places, lengths).map(([at, length]) => remove(at, length))],
  [3, places.map((at) => removeField(at))],
  [3, fc.tuple(places, places, lengths).map(([at, from, length]) => insert(at, (body) => piece(body, from, length)))],
  [
    2,
    fc.tuple(places, fc.string({ minLength: 1, maxLength: 4 })).map(([at, text]) => overwrite(at, Buffer.from(text))),
  ],
  [1, fc.tuple(places, fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([at, noise]) => overwrite(at, noise))],
  [1, places.map((at) => remove(at, Number.POSITIVE_INFINITY))],
  [1, fc.uint8Array({ maxLength: 40 }).map((noise) => changeBody(() => noise))],
);

const contentTypes = [
  'text/xml; charset=utf-16',
  'text/xml; charset=iso-8859-1',
  'text/xml; charset=x-none',
  'application/json',
  'multipart/related; boundary=',
  'multipart/related; boundary="B"',
  'text/plain',
  '',
];

const requestMutations: fc.Arbitrary<EnvelopeMutation> = fc.oneof(
  fc.constantFrom(...contentTypes).map((type) => changed({ headers: { 'content-type': [type] } })),
  fc.constant(changed({ headers: {} })),
  fc
    .constantFrom('ServerEvent', 'UserMessage', '')
    .map((value) => changed({ headers: { [eventClassHeader]: [value] } })),
  fc.constantFrom('/rbm', '/platform', '/', '/sms/mo').map((path) => changed({ path })),
  fc.constantFrom('source', 'signature', 'basic:current').map((proof) => changed({ proof })),
);

/** None to four of them, one after the other. */
export const mutations: fc.Arbitrary<EnvelopeMutation> = fc
  .array(weighted([4, bodyMutations], [1, requestMutations]), { maxLength: 4 })
  .map((list) => (envelope) => list.reduce((changed, mutate) => mutate(changed), envelope));

function changeBody(change: (body: Uint8Array) => Uint8Array): EnvelopeMutation {
  return (envelope) => ({ ...envelope, body: change(envelope.body) });
}

function changed(change: Partial<Envelope>): EnvelopeMutation {
  return (envelope) => ({ ...envelope, ...change });
}

function insert(place: number, what: (body: Uint8Array) => Uint8Array): EnvelopeMutation {
  return changeBody((body) => splice(body, place, 0, what(body)));
}

function remove(place: number, length: number): EnvelopeMutation {
  return changeBody((body) => splice(body, place, length, new Uint8Array()));
}

function overwrite(place: number, noise: Uint8Array): EnvelopeMutation {
  return changeBody((body) => splice(body, place, noise.byteLength, noise));
}

function removeField(place: number): EnvelopeMutation {
  return changeBody((body) => {
    const text = Buffer.from(body).toString('latin1');
    const fields = [...text.matchAll(field)];
    const found = fields[Math.min(Math.floor(place * fields.length), fields.length - 1)];
    if (found === undefined) return body;
    return Buffer.from(text.slice(0, found.index) + text.slice(found.index + found[0].length), 'latin1');
  });
}

function piece(body: Uint8Array, place: number, length: number): Uint8Array {
  const start = Math.floor(place * body.byteLength);
  return body.subarray(start, start + length);
}

function splice(body: Uint8Array, place: number, length: number, insertion: Uint8Array): Uint8Array {
  const start = Math.floor(place * body.byteLength);
  return Buffer.concat([body.subarray(0, start), insertion, body.subarray(start + length)]);
}
