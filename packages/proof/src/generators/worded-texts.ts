import fc from 'fast-check';

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
  return fc.oneof({ arbitrary: withWord, weight: 6 }, { arbitrary: withoutWord, weight: 1 });
}
