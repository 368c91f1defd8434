import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Any code point but half of a surrogate pair, for `fc.string({ unit: anyCharacter })`. fast-check's own unit `binary` is
 * the same, and lists all 1.1 million of them first: two seconds for each test file.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.count })
  .map(toCharacter, toIndex);

function toCharacter(index: number): string {
  return String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count);
}

/** fast-check asks which index a text has, so that it can shrink strings of its own: `__proto__`, `toString`. */
function toIndex(text: unknown): number {
  const codePoint = typeof text === 'string' && /^[^\p{Surrogate}]$/su.test(text) ? text.codePointAt(0) : undefined;
  if (codePoint === undefined) throw new Error('not one character');
  return codePoint < surrogates.first ? codePoint : codePoint - surrogates.count;
}
