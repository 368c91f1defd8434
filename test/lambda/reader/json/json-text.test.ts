import fc from 'fast-check';
import { jsonBuffer, jsonPieces, jsonSize, jsonTextPieces } from '../../../../lambda/reader/json/json-text';

const joined = (text: string) => [...jsonTextPieces(text)].join('');

it.each([16_383, 16_384, 16_385, 65_535, 65_536, 65_537])(
  'is what JSON.stringify writes where a piece ends, after %d characters',
  (length) => {
    for (const end of ['', '"', '\u{1F600}', '\ud83d', '\ude00', '\ud83d\ud83d\ude00']) {
      const text = `${'x'.repeat(length - 1)}${end}rest`;
      expect(joined(text)).toBe(JSON.stringify(text));
    }
  },
);

it('is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(70_000), (text, length) => {
      const long = text + text.slice(0, 1).repeat(length) + text;
      expect(joined(long)).toBe(JSON.stringify(long));
    }),
    { numRuns: 50 },
  );
});

it('is never whole', () => {
  const pieces = [...jsonTextPieces('"'.repeat(1_000_000))];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(2 * 65_536);
});

it('is what JSON.stringify writes of any value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
    }),
  );
  const value = { left: undefined, list: [undefined, null], text: 'x' };
  expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
});

it('is in UTF-8 what JSON.stringify writes, in size and in bytes', () => {
  const values = [{ a: ['é', '\u{1F600}', '\ud83d', null, 1e21], b: undefined }, `${'x'.repeat(16_383)}\u{1F600}"`, []];
  for (const value of values) {
    const expected = Buffer.from(JSON.stringify(value));
    expect(jsonSize(value)).toBe(expected.byteLength);
    expect(jsonBuffer(value).equals(expected)).toBe(true);
  }
  fc.assert(fc.property(fc.jsonValue(), (value) => jsonBuffer(value).equals(Buffer.from(JSON.stringify(value)))));
});
