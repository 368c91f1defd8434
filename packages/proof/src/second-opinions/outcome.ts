/** How one check ended. `detail` is one line: what it found, or why it was skipped. */
export interface CheckOutcome {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly name: string;
  readonly detail: string;
  /** The output of a failure. */
  readonly output?: string;
  /** What the reader should know about how it was done, a line each. */
  readonly notes?: readonly string[];
}

export function passed(name: string, detail: string, notes: readonly string[] = []): CheckOutcome {
  return { status: 'passed', name, detail, notes };
}

export function failed(name: string, detail: string, output = ''): CheckOutcome {
  return { status: 'failed', name, detail, output };
}

export function skipped(name: string, detail: string): CheckOutcome {
  return { status: 'skipped', name, detail };
}

/** One line an outcome, its notes below it, the output of failures, and the count. */
export function reportOf(outcomes: readonly CheckOutcome[]): string {
  const lines = outcomes.flatMap(({ status, name, detail, notes = [] }) => [
    `${status.padEnd(7)}  ${name}: ${detail}`,
    ...notes.map((note) => `${' '.repeat(9)}- ${note}`),
  ]);
  const outputs = outcomes.flatMap(({ name, output }) => (output ? [`\n--- ${name}\n${output.trimEnd()}`] : []));
  const count = (status: CheckOutcome['status']) => outcomes.filter((one) => one.status === status).length;
  const total = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...lines, ...outputs, '', total, ''].join('\n');
}
