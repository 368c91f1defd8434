import fc from 'fast-check';
import { TextHash } from '../../../../lambda/reader/identity/text-hash';

function digestOf(texts: readonly string[], longer = 0): string {
  const hash = new TextHash();
  for (const text of texts) hash.add(text + 'x'.repeat(longer));
  return hash.digest();
}

it('tells different lists of texts apart, of any length, and half a surrogate pair from another', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', '1', ':', '\ud83d', '\ud83c', 'é', '😀') }), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(texts, texts, fc.constantFrom(0, 65_534, 65_536, 200_000), (a, b, longer) => {
      expect(digestOf(a, longer) === digestOf(b, longer)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it('is the same however the texts are handed over', () => {
  const hash = new TextHash();
  hash.add('a', 'b');
  expect(hash.digest()).toBe(digestOf(['a', 'b']));
  expect(digestOf(['a'])).toMatch(/^[0-9a-f]{64}$/);
});
