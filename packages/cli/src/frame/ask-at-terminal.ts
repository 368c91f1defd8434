import { createInterface } from 'node:readline/promises';

/** What a person answered: `cancelled` by Ctrl-C, or by the end of what can be typed. */
export type Said = 'yes' | 'no' | 'cancelled';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the question, as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Asks what wants a yes: whatever else is typed is a no. */
export async function askAtTerminal(question: string, { input, output, signal }: Terminal): Promise<Said> {
  const lines = createInterface({ input, output });
  // Nothing settles a question whose terminal is gone.
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
