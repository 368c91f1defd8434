import fc from 'fast-check';
import { anyCharacter } from '../../../../proof/src/vibes/texts';
import { visiblePieces } from '../../../src/start/page/visible-text';

const seen = (text: string) =>
  visiblePieces(text)
    .map((piece) => piece.text)
    .join('');

it.each([
  ['a right-to-left override', 'a\u202eb', 'a[U+202E]b'],
  ['an isolate', '\u2066x\u2069', '[U+2066]x[U+2069]'],
  ['a zero-width space', 'a\u200bb', 'a[U+200B]b'],
  ['a byte order mark', '\ufeffx', '[U+FEFF]x'],
  ['a NUL', '\u0000', '[U+0000]'],
  ['an escape', '\u001b[31m', '[U+001B][31m'],
  ['a line separator', '\u2028', '[U+2028]'],
  ['a tag character', '\u{e0041}', '[U+E0041]'],
  ['a carriage return by itself', 'a\rb', 'a[U+000D]b'],
  ['a joiner between letters', 'a\u200db', 'a[U+200D]b'],
])('%s is seen', (_, text, expected) => {
  expect(seen(text)).toBe(expected);
});

it.each(['', 'plain', 'a\tb\nc\r\nd', 'Größe', '中文', 'مرحبا', '👩🏽‍🚀', '❤️‍🔥', '<script>alert(1)</script>'])(
  '%j stays as it is',
  (text) => {
    expect(visiblePieces(text)).toEqual([{ text, isMark: false }]);
  },
);

it('marks are pieces of their own', () => {
  expect(visiblePieces('a\u202eb')).toEqual([
    { text: 'a', isMark: false },
    { text: '[U+202E]', isMark: true },
    { text: 'b', isMark: false },
  ]);
});

it('a text of nothing but controls is one piece', () => {
  expect(visiblePieces('\u0000'.repeat(1000))).toEqual([{ text: '[U+0000]'.repeat(1000), isMark: false }]);
});

it('nothing of a text is lost, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const pieces = visiblePieces(text);
      expect(pieces.map((piece) => (piece.isMark ? characterOf(piece.text) : piece.text)).join('')).toBe(text);
      expect(seen(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

function characterOf(mark: string): string {
  return String.fromCodePoint(Number.parseInt(mark.slice('[U+'.length), 16));
}
