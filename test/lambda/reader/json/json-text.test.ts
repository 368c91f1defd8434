import fc from 'fast-check';
import { jsonBuffer, jsonSize, writeJson } from '../../../../lambda/reader/json/json-text';
import { anyCharacter } from '../../../../packages/proof/src/vibes/texts';

function chunksOf(value: unknown): readonly string[] {
  const chunks: string[] = [];
  writeJson(value, (chunk) => chunks.push(chunk));
  return chunks;
}

const joined = (value: unknown) => chunksOf(value).join('');

it.each([16_383, 16_384, 16_385, 65_535, 65_536, 65_537])(
  'is what JSON.stringify writes where a chunk ends, after %d characters',
  (length) => {
    for (const end of ['', '"', '\u{1F600}', '\ud83d', '\ude00', '\ud83d\ud83d\ude00']) {
      const text = `${'x'.repeat(length - 1)}${end}rest`;
      expect(joined(text)).toBe(JSON.stringify(text));
    }
  },
);

it('is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), fc.nat(70_000), (text, length) => {
      const long = text + text.slice(0, 1).repeat(length) + text;
      expect(joined(long)).toBe(JSON.stringify(long));
    }),
    { numRuns: 50 },
  );
});

it('is never whole', () => {
  const chunks = chunksOf('"'.repeat(1_000_000));
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(2 * 65_536);
});

it('is what JSON.stringify writes of any value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: anyCharacter }), (value) => {
      expect(joined(value)).toBe(JSON.stringify(value));
    }),
  );
  const value = { left: undefined, list: [undefined, null], text: 'x' };
  expect(joined(value)).toBe(JSON.stringify(value));
});

it('is handed over in chunks, whatever it is made of', () => {
  const values = Array.from({ length: 50_000 }, (_, index) => ({ index }));
  expect(chunksOf(values).length).toBeLessThan(JSON.stringify(values).length / 16_000);
});

it('remembers no more than some of the names', () => {
  const named = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`"${index}`, `"${index}`]));
  expect(joined([named, named])).toBe(JSON.stringify([named, named]));
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
