import { PassThrough } from 'node:stream';
import { askAtTerminal, askSecretAtTerminal } from '../../src/frame/ask-at-terminal';

/** A person at a terminal, and what it shows. */
function given(
  signal = new AbortController().signal,
  ask: typeof askAtTerminal | typeof askSecretAtTerminal = askAtTerminal,
) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  Object.assign(output, { isTTY: true, columns: 80 });
  Object.assign(input, { isTTY: true, setRawMode: () => input });
  const shown: string[] = [];
  output.on('data', (bytes: Buffer) => shown.push(bytes.toString()));
  const said = ask('Do it?', { input, output, signal });
  return { input, said, shown: () => shown.join('') };
}

it.each([
  ['y\r', 'yes'],
  ['Yes\r', 'yes'],
  ['n\r', 'no'],
  ['\r', 'no'],
  ['yesterday\r', 'no'],
  ['\u0003', 'cancelled'],
  ['y\u0003', 'cancelled'],
  ['\u0004', 'cancelled'],
] as const)('what is typed as %j is %s', async (typed, expected) => {
  const { input, said, shown } = given();
  input.write(typed);
  expect(await said).toBe(expected);
  expect(shown()).toContain('Do it? (y/N)');
  if (expected === 'no') expect(shown()).not.toContain('Yes');
});

it('an input that ends is not a yes', async () => {
  const { input, said } = given();
  input.end();
  expect(await said).toBe('cancelled');
});

it('a signal to the process calls it off', async () => {
  const interruption = new AbortController();
  const { said } = given(interruption.signal);
  interruption.abort();
  expect(await said).toBe('cancelled');
});

describe('a password', () => {
  const secret = (signal?: AbortSignal) => given(signal, askSecretAtTerminal);

  it('is what is typed, and does not show', async () => {
    const { input, said, shown } = secret();
    input.write('p');
    input.write('4ss w\r');
    expect(await said).toBe('p4ss w');
    expect(shown()).toBe('Do it? \n');
  });

  it.each(['\u0003', 'half\u0003'])('is cancelled by %j', async (typed) => {
    const { input, said, shown } = secret();
    input.write(typed);
    expect(await said).toBeUndefined();
    expect(shown()).not.toContain('half');
  });

  it('is cancelled when the process is asked to end', async () => {
    const interruption = new AbortController();
    const { said } = secret(interruption.signal);
    interruption.abort();
    expect(await said).toBeUndefined();
  });
});
