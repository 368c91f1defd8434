/** How much of a text is looked at, in UTF-16 code units after leading white space. */
const windowLength = 256;

/** No keyword is longer; a longer first word, such as a pasted link, is not one. */
const maxLength = 64;

/** From the first letter or digit to the next white space. */
const firstWord = /[\p{L}\p{N}]\S*/u;

const trailingPunctuation = /[^\p{L}\p{M}\p{N}]+$/u;

/**
 * The first word of a text in a form that a rule can match, however the phone wrote it: `Stop.`, ` stop `, `“STOP”`
 * and `ＳＴＯＰ` all become `STOP`. It is normalized (Unicode NFKC), in upper case, and without what surrounds its letters
 * and digits.
 * @returns null if the text does not start with a word of up to 64 characters
 */
export function keywordOf(text: string): string | null {
  const start = text.trimStart().slice(0, windowLength).normalize('NFKC');
  const word = firstWord.exec(start)?.[0].replace(trailingPunctuation, '').toUpperCase();
  return word === undefined || word.length > maxLength ? null : word.toWellFormed();
}
