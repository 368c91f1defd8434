import fc from 'fast-check';
import { anyCharacter } from './any-character';

const xmlCharacter = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u;

const characters = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '\n',
      '\r',
      '\r\n',
      '\t',
      ' ',
      '\u0085',
      '\u2028',
      '\uFEFF',
      'é',
      '€',
      '😀',
      '👩‍👧',
      '&amp;',
      '%',
      '/',
      '-',
      '__proto__',
    ),
  },
  { weight: 1, arbitrary: anyCharacter.filter((c) => xmlCharacter.test(c)) },
);

/** Any text that XML 1.0 can carry. */
export function xmlTexts(maxLength = 20): fc.Arbitrary<string> {
  return fc.array(characters, { maxLength }).map((list) => list.join(''));
}

/** What an id or an address can be: something, without white space of XML around it. */
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
  'zone',
  'campaign',
  'x:flag',
  'hasOwnProperty',
  '__proto__',
  'constructor',
);
