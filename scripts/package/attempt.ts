/** One thing that was looked at: a sentence of fact, and what was found where it does not hold. */
export interface CheckedFact {
  readonly fact: string;
  readonly failure?: string;
}

/** A fact that holds where nothing is thrown. */
export async function attempt(fact: string, work: () => unknown): Promise<CheckedFact> {
  try {
    await work();
    return { fact };
  } catch (error) {
    return { fact, failure: textOf(error) };
  }
}

/** What a command printed says more than that it failed. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stdout = '', stderr = '' } = error as { readonly stdout?: unknown; readonly stderr?: unknown };
  return [error.message, stdout, stderr]
    .map((part) => String(part).trim())
    .filter((part) => part !== '')
    .join('\n');
}
