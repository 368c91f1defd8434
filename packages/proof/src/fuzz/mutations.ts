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

const texts = fc.string({ minLength: 1, maxLength: 4 }).map((text) => Buffer.from(text));

const bodyMutations = weighted<EnvelopeMutation>(
  [4, fc.tuple(places, fc.constantFrom(...tokens)).map(([at, token]) => splice(at, 0, token))],
  [1, fc.tuple(places, fc.constantFrom(...invalidBytes)).map(([at, token]) => splice(at, 0, token))],
  [3, fc.tuple(places, lengths).map(([at, length]) => splice(at, length))],
  [3, places.map(removeField)],
  [3, fc.tuple(places, places, lengths).map(([at, from, length]) => repeat(at, from, length))],
  [2, fc.tuple(places, texts).map(([at, text]) => splice(at, text.byteLength, text))],
  [
    1,
    fc
      .tuple(places, fc.uint8Array({ minLength: 1, maxLength: 4 }))
      .map(([at, noise]) => splice(at, noise.length, noise)),
  ],
  [1, places.map((at) => splice(at, Number.POSITIVE_INFINITY))],
  [1, fc.uint8Array({ maxLength: 40 }).map((noise) => changed({ body: noise }))],
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

function changed(change: Partial<Envelope>): EnvelopeMutation {
  return (envelope) => ({ ...envelope, ...change });
}

/** Takes as many bytes out at the place, and puts these in. */
function splice(place: number, length: number, insertion: Uint8Array = Buffer.alloc(0)): EnvelopeMutation {
  return ({ body, ...request }) => {
    const start = startOf(body, place);
    return { ...request, body: Buffer.concat([body.subarray(0, start), insertion, body.subarray(start + length)]) };
  };
}

/** Puts a piece of the body in at another place, too. */
function repeat(place: number, from: number, length: number): EnvelopeMutation {
  return (envelope) => {
    const start = startOf(envelope.body, from);
    return splice(place, 0, envelope.body.subarray(start, start + length))(envelope);
  };
}

function removeField(place: number): EnvelopeMutation {
  return (envelope) => {
    const text = Buffer.from(envelope.body).toString('latin1');
    const fields = [...text.matchAll(field)];
    const found = fields[Math.min(Math.floor(place * fields.length), fields.length - 1)];
    if (found === undefined) return envelope;
    return changed({
      body: Buffer.from(text.slice(0, found.index) + text.slice(found.index + found[0].length), 'latin1'),
    })(envelope);
  };
}

function startOf(body: Uint8Array, place: number): number {
  return Math.floor(place * body.byteLength);
}
