import fc from 'fast-check';
import { isWide, narrowed, withLineFeeds } from '../../../../lambda/reader/xml/line-feeds';
import { anyCharacter } from '../../../../packages/proof/src/vibes/texts';

it('has a line feed for each carriage return that is alone', () => {
  expect(withLineFeeds('a\rb\r\nc\r\r\nd\r')).toBe('a\nb\r\nc\n\r\nd\n');
});

it('is as long as before, and the same but for them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('\r', '\n', '\r\n', 'a', 'ÿ', 'あ', '\u{1F600}', '\ud83d', '\u0d0d', '\u0a0a')),
      (parts) => {
        const text = parts.join('');
        expect(withLineFeeds(text)).toBe(text.replace(/\r(?!\n)/g, '\n'));
      },
    ),
  );
});

it('a text is narrow where one byte a character is enough, and stays the same text', () => {
  expect(['', 'aÿ\r', 'Ā', 'aあ', '\ud83d'].map(isWide)).toEqual([false, false, true, true, true]);
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => expect(narrowed(text)).toBe(text)));
});
