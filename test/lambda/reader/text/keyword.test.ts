import fc from 'fast-check';
import { keywordOf } from '../../../../lambda/reader/text/keyword';

it.each([
  ['STOP', 'STOP'],
  ['stop.', 'STOP'],
  [' Stop ', 'STOP'],
  ['ＳＴＯＰ', 'STOP'],
  ['\u200eSTOP\u200b', 'STOP'],
  ['\u00a0stop\u00a0please', 'STOP'],
  ['“Stop!”', 'STOP'],
  ['<STOP>', 'STOP'],
  ['🛑 stop', 'STOP'],
  ['Ⓢⓣⓞⓟ', 'STOP'],
  ['stop\nSent from my phone', 'STOP'],
  ['opt-out', 'OPT-OUT'],
  ['Opt out', 'OPT'],
  ["don't", "DON'T"],
  ['cafe\u0301', 'CAFÉ'],
  ['ﬁn', 'FIN'],
  ['straße', 'STRASSE'],
  ['हिन्दी', 'हिन्दी'],
  ['1', '1'],
  ['please leave me alone', 'PLEASE'],
])('the keyword of %j is %j', (text, keyword) => {
  expect(keywordOf(text)).toBe(keyword);
});

it.each(['', ' ', '👍', '?!', '…', '\u200b', `${'a'.repeat(65)}`, `${'https://example.com/'.repeat(20)}`])(
  '%j has no keyword',
  (text) => {
    expect(keywordOf(text)).toBeNull();
  },
);

it('is a short word of its own, whatever the text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, (sent) => {
      const keyword = keywordOf(sent);
      if (keyword === null) return;
      expect(keyword.length).toBeGreaterThan(0);
      expect(keyword.length).toBeLessThanOrEqual(64);
      expect(keyword).not.toMatch(/\s/);
      expect(keyword.isWellFormed()).toBe(true);
    }),
  );
});

it('looks at the start of a large text only', () => {
  expect(keywordOf(`${' '.repeat(1_000_000)}stop ${'x'.repeat(1_000_000)}`)).toBe('STOP');
});
