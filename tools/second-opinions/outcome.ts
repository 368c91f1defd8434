/** How one check ended. `detail` is one line: what was seen, or why it was skipped. */
export interface Outcome {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly name: string;
  readonly detail: string;
  /** What a person needs to see of a failure. */
  readonly output?: string;
}

export function passed(name: string, detail: string): Outcome {
  return { status: 'passed', name, detail };
}

export function failed(name: string, detail: string, output = ''): Outcome {
  return { status: 'failed', name, detail, output };
}

export function skipped(name: string, detail: string): Outcome {
  return { status: 'skipped', name, detail };
}

/** One line an outcome, the output of failures, and the count. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ status, name, detail }) => `${status.padEnd(7)}  ${name}: ${detail}`);
  const outputs = outcomes.flatMap(({ name, output }) => (output ? [`\n--- ${name}\n${output.trimEnd()}`] : []));
  const count = (status: Outcome['status']) => outcomes.filter((one) => one.status === status).length;
  const total = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...lines, ...outputs, '', total, ''].join('\n');
}
