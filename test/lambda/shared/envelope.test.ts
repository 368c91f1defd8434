import fc from 'fast-check';
import {
  decodeEnvelope,
  type Envelope,
  EnvelopeError,
  encodeEnvelope,
  type Proof,
} from '../../../lambda/shared/envelope';
import { anyCharacter } from '../../../packages/proof/src/vibes/texts';

const proofs: Proof[] = ['basic:current', 'basic:previous', 'certificate', 'signature', 'source'];
const text = fc.string({ unit: anyCharacter });
const lists = fc.dictionary(fc.oneof(text, fc.constant('__proto__')), fc.array(text));

const heads = fc.record({
  version: fc.constant(1 as const),
  requestId: text,
  receivedAt: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((d) => d.toISOString()),
  method: text,
  path: text,
  query: lists,
  headers: lists,
  sourceIp: fc.oneof(fc.ipV4(), fc.ipV6()),
  proof: fc.constantFrom(...proofs),
  body: fc.uint8Array({ maxLength: 300 }),
});
const asked = fc.record({ signature: fc.boolean(), certificate: fc.boolean() });
/** With what was asked, and as version 0.1.0 wrote it. */
const envelopes: fc.Arbitrary<Envelope> = fc.oneof(
  heads,
  fc.tuple(heads, asked).map(([head, one]) => ({ ...head, asked: one })),
);

const sample: Envelope = {
  version: 1,
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  receivedAt: '2026-01-02T03:04:05.678Z',
  method: 'POST',
  path: '/sms/mo',
  query: { tenant: ['a', 'b'] },
  headers: { 'content-type': ['text/xml'] },
  sourceIp: '35.155.139.143',
  proof: 'basic:current',
  body: Buffer.from([0, 255, 10, 13, 128]),
};

function codeOf(json: string): string {
  try {
    decodeEnvelope(json);
    return 'none';
  } catch (error) {
    return error instanceof EnvelopeError ? error.code : `not an EnvelopeError: ${error}`;
  }
}

function withField(name: string, value: unknown): string {
  return JSON.stringify({ ...JSON.parse(encodeEnvelope(sample)), [name]: value });
}

describe('encodeEnvelope', () => {
  test('what is encoded is decoded to the byte', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const { body, ...head } = decodeEnvelope(encodeEnvelope(envelope));
        const { body: sent, ...sentHead } = envelope;
        expect(Buffer.from(body).equals(sent)).toBe(true);
        // As text: `toEqual` takes no notice of a key named `__proto__`.
        expect(JSON.stringify(head)).toBe(JSON.stringify(sentHead));
      }),
    );
  });

  test('is printable ASCII, so that SQS refuses no character and its length is its size', () => {
    fc.assert(fc.property(envelopes, (envelope) => expect(encodeEnvelope(envelope)).toMatch(/^[\x20-\x7e]*$/)));
  });

  test('takes the bytes of a view into a larger buffer, and no more', () => {
    const body = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3);
    expect([...decodeEnvelope(encodeEnvelope({ ...sample, body })).body]).toEqual([2, 3]);
  });
});

describe('decodeEnvelope', () => {
  test('reads version 1 as it was first written', () => {
    const written =
      '{"version":1,"requestId":"r","receivedAt":"2026-01-02T03:04:05.678Z","method":"PUT","path":"/platform","query":{},"headers":{"a":["1","2"]},"sourceIp":"1.2.3.4","proof":"source","body":"AP8="}';
    expect(decodeEnvelope(written)).toEqual({
      version: 1,
      requestId: 'r',
      receivedAt: '2026-01-02T03:04:05.678Z',
      method: 'PUT',
      path: '/platform',
      query: {},
      headers: { a: ['1', '2'] },
      sourceIp: '1.2.3.4',
      proof: 'source',
      body: Buffer.from([0, 255]),
    });
  });

  test('text that is not JSON is envelope-not-json', () => expect(codeOf('{"version":1')).toBe('envelope-not-json'));

  test.each(['null', '[]', '"text"', '1'])('%s is envelope-shape', (json) =>
    expect(codeOf(json)).toBe('envelope-shape'),
  );

  test.each([0, 2, '1', null, undefined])('version %p was never written', (version) =>
    expect(codeOf(withField('version', version))).toBe('envelope-version'),
  );

  test.each([
    ['requestId', 1],
    ['receivedAt', 'yesterday'],
    ['receivedAt', 0],
    ['method', null],
    ['path', undefined],
    ['sourceIp', {}],
    ['body', [1, 2]],
    ['proof', 'basic:next'],
    ['asked', 'nothing'],
    ['asked', { signature: true }],
    ['asked', { signature: true, certificate: 'no' }],
    ['query', []],
    ['query', { a: 'b' }],
    ['headers', { a: [1] }],
    ['headers', null],
  ])('%s of %p is envelope-shape', (name, value) => expect(codeOf(withField(name, value))).toBe('envelope-shape'));

  test('the sample that these are made of has none of their faults', () =>
    expect(codeOf(withField('version', 1))).toBe('none'));

  test('never throws anything but an EnvelopeError that quotes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
        expect(codeOf(json)).toMatch(/^(envelope-(not-json|version|shape)|none)$/);
      }),
    );
  });
});
