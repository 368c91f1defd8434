import type { Tool } from './tools';

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

/** What a check throws when something is not as this project assumes. */
export class CheckFailed extends Error {
  constructor(
    detail: string,
    readonly output = '',
  ) {
    super(detail);
  }
}

type PathsOf<Tools extends readonly Tool[]> = { readonly [Index in keyof Tools]: string };

/**
 * Runs a check: skipped where one of its tools is missing, failed where it throws.
 * @param run gets the paths of the tools, and returns what it found in one line
 */
export async function check<const Tools extends readonly Tool[]>(
  name: string,
  tools: Tools,
  run: (...paths: PathsOf<Tools>) => Promise<string | Pick<CheckOutcome, 'detail' | 'notes'>>,
): Promise<CheckOutcome> {
  const paths: string[] = [];
  for (const tool of tools) {
    if ('missing' in tool) return { status: 'skipped', name, detail: tool.missing };
    paths.push(tool.path);
  }
  try {
    const found = await run(...(paths as PathsOf<Tools>));
    return { status: 'passed', name, ...(typeof found === 'string' ? { detail: found } : found) };
  } catch (error) {
    if (error instanceof CheckFailed) return { status: 'failed', name, detail: error.message, output: error.output };
    const output = error instanceof Error ? error.message : String(error);
    return { status: 'failed', name, detail: 'it could not be run to its end', output };
  }
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
