import { createInterface } from 'node:readline/promises';

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
