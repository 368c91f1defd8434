import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface FreshProcess {
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** No `~/.aws`, as in Lambda. */
const emptyHome = mkdtempSync(join(tmpdir(), 'bench-home-'));

/**
 * Runs a script in a new Node.js process of this one's version and gives what it wrote, as JSON, to file descriptor 3:
 * functions log to stdout, and a message channel would load modules that the script is measured by.
 */
export async function freshProcess<Result>({ script, ...options }: FreshProcess): Promise<Result> {
  const { arguments: scriptArguments = [], nodeOptions = [], environment = {} } = options;
  const child = spawn(process.execPath, [...nodeOptions, script, ...scriptArguments], {
    env: { PATH: process.env.PATH, HOME: emptyHome, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [result, problem, status] = await Promise.all([
    text(child.stdio[3] as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  if (status !== 0 || result === '') throw new Error(`${script} ended with ${status}: ${problem}`);
  return JSON.parse(result);
}
