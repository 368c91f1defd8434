import fc from 'fast-check';

/** What such a generator makes. */
export type Made<A> = A extends fc.Arbitrary<infer T> ? T : never;

export function oneOf(...texts: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...texts);
}

/** One of these, by their weights. */
export function weighted<T>(...cases: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]) {
  return fc.oneof(...cases.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

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

/** fast-check looks up the index of a text to shrink its own strings: `__proto__`, `toString`. */
function toIndex(text: unknown): number {
  const codePoint = typeof text === 'string' && /^[^\p{Surrogate}]$/su.test(text) ? text.codePointAt(0) : undefined;
  if (codePoint === undefined) throw new Error('not one character');
  return codePoint < surrogates.first ? codePoint : codePoint - surrogates.count;
}

const xmlCharacter = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u;

const characters = weighted(
  [6, fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })],
  [3, fc.constantFrom(...'<>&"\'\n\r\t \u0085\u2028\uFEFFé€😀%/-', ']]>', '\r\n', '👩‍👧', '&amp;', '__proto__')],
  [1, anyCharacter.filter((c) => xmlCharacter.test(c))],
);

/** Any text that XML 1.0 can carry. */
export function xmlTexts(maxLength = 20): fc.Arbitrary<string> {
  return fc.array(characters, { maxLength }).map((list) => list.join(''));
}

/** Possible ids and addresses: not empty, and without XML white space around them. */
export const tokens: fc.Arbitrary<string> = xmlTexts(10)
  .map((text) => text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, ''))
  .filter((text) => text !== '');

/** Ids as Vibes sends them, and odd ones: few, so that they collide; with separators; too long for a key. */
export const ids: fc.Arbitrary<string> = fc.oneof(
  fc.uuid(),
  fc.constantFrom('1', '2', '-', 'a/b', 'a', 'b', '%2F', 'sha256:00', '1#2', ' 1', 'ä'),
  fc.integer({ min: 500, max: 530 }).map((length) => 'x'.repeat(length)),
  xmlTexts().filter((text) => text !== ''),
);

export const names: fc.Arbitrary<string> = fc.constantFrom(
  ...['zone', 'campaign', 'x:flag', 'hasOwnProperty', '__proto__', 'constructor'],
);

/** A text, and the keyword that a rule can match in it. */
export interface WordedText {
  readonly text: string;
  readonly keyword: string | null;
}

const words: readonly (readonly [string, string])[] = [
  ['STOP', 'STOP'],
  [' Stop.', 'STOP'],
  ['“ｓｔｏｐ”', 'STOP'],
  ['🛑 (help!)', 'HELP'],
  ['été', 'ÉTÉ'],
  ['2', '2'],
];

/** Texts that start with a word whose keyword is known, and texts without a word. */
export function wordedTexts(rest: fc.Arbitrary<string>): fc.Arbitrary<WordedText> {
  const withWord = fc
    .tuple(fc.constantFrom(...words), rest)
    .map(([[written, keyword], more]) => ({ text: `${written} ${more}`, keyword }));
  const withoutWord = fc.constantFrom('', ' ', '👍', '?! …').map((text) => ({ text, keyword: null }));
  return weighted<WordedText>([6, withWord], [1, withoutWord]);
}
