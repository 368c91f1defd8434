import { type Io, printableIo } from '../../src/frame/io';

const esc = '\u001b';
const evil = `${esc}[32mx${esc}[39m${esc}[2J\u009b\n`;

function said(isTerminal: boolean): readonly string[] {
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const io: Io = Object.create({ isTerminal, out: write, err: write });
  const shown = printableIo(io);
  shown.out(evil);
  shown.err(evil);
  return lines;
}

describe('what a command says', () => {
  it('has colours on a terminal and no other control character', () => {
    expect(said(true)[0]).toBe(`${esc}[32mx${esc}[39m\\u001b[2J\\u009b\n`);
  });

  it.each([true, false])('has none in a pipe, and none on the error output (terminal: %s)', (isTerminal) => {
    const plain = '\\u001b[32mx\\u001b[39m\\u001b[2J\\u009b\n';
    expect(said(isTerminal)[1]).toBe(plain);
    if (!isTerminal) expect(said(isTerminal)[0]).toBe(plain);
  });
});
