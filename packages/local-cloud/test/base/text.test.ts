import { counted, printable, printableLines, printableWithColours } from '../../src/base/text';

const esc = '\u001b';

describe("someone else's text on a terminal", () => {
  it.each([
    ['a title of the window', `${esc}]0;x\u0007`, '\\u001b]0;x\\u0007'],
    ['a cleared screen', `${esc}[2J`, '\\u001b[2J'],
    ['a colour', `${esc}[31mx`, '\\u001b[31mx'],
    ['a sequence of one character', '\u009b2J', '\\u009b2J'],
    ['a line of its own', 'a\r\n200  MO Message', 'a\\u000d\\u000a200  MO Message'],
    ['what rubs out', 'a\b\u007f', 'a\\u0008\\u007f'],
    ['text turned around', '\u202ecod.exe\u2066', '\\u202ecod.exe\\u2066'],
    ['separators of lines', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['letters, emoji and white space', 'Grüße 👩‍👩‍👧 あ\u00a0', 'Grüße 👩‍👩‍👧 あ\u00a0'],
  ])('shows %s, and does nothing', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('keeps its lines and tabs where it has several', () => {
    expect(printableLines(`a\r\n\tb${esc}c\rd\n`)).toBe('a\n\tb\\u001bc\\u000dd\n');
  });

  it('stays the same JSON', () => {
    const document = { text: `a\u009b\u202e${esc}"\n` };
    expect(JSON.parse(printableLines(JSON.stringify(document, null, 2)))).toEqual(document);
  });

  it('keeps colours alone where they are ours', () => {
    expect(printableWithColours(`${esc}[32mgood${esc}[39m${esc}[2J${esc}[1;31mx\n`)).toBe(
      `${esc}[32mgood${esc}[39m\\u001b[2J\\u001b[1;31mx\n`,
    );
  });
});

test.each([
  [0, '0 callbacks'],
  [1, '1 callback'],
  [2, '2 callbacks'],
  [10_000, '10000 callbacks'],
])('%d is written as %s', (count, text) => expect(counted(count, 'callback')).toBe(text));

test('a word may have a plural of its own', () => {
  expect([1, 2].map((count) => counted(count, 'alarm is', 'alarms are'))).toEqual(['1 alarm is', '2 alarms are']);
});
