import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The answer: `cancelled` by Ctrl-C, or by the end of the input. */
export type Said = 'yes' | 'no' | 'cancelled';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the question, as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Asks a yes-or-no question: anything but a yes is a no. */
export async function askAtTerminal(question: string, { input, output, signal }: Terminal): Promise<Said> {
  const lines = createInterface({ input, output });
  // A question whose terminal is gone would never settle.
  const cancelled = new Promise<'cancelled'>((resolve) => {
    for (const event of ['SIGINT', 'close']) lines.once(event, () => resolve('cancelled'));
  });
  const answered = lines.question(`${question} (y/N) `, { signal }).then(
    (text): Said => (/^\s*y(es)?\s*$/i.test(text) ? 'yes' : 'no'),
    () => 'cancelled' as const,
  );
  try {
    const said = await Promise.race([answered, cancelled]);
    if (said === 'cancelled') output.write('\n');
    return said;
  } finally {
    lines.close();
  }
}

/** Asks for a line that is not shown as it is typed. Undefined: cancelled. */
export async function askSecretAtTerminal(
  question: string,
  { input, output, signal }: Terminal,
): Promise<string | undefined> {
  output.write(`${question} `);
  // readline shows what is typed by writing it; what it writes here goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  const cancelled = new Promise<undefined>((resolve) => {
    for (const event of ['SIGINT', 'close']) lines.once(event, () => resolve(undefined));
  });
  try {
    return await Promise.race([lines.question('', { signal }).catch(() => undefined), cancelled]);
  } finally {
    lines.close();
    output.write('\n');
  }
}
