import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';

export const root = join(__dirname, '..', '..', '..', '..');

export interface Ended {
  /** Null where the program could not be started. */
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface CommandOptions {
  /** Added to this process' own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - the project's folder */
  readonly cwd?: string;
  /** After which it is ended, and has failed. @default - it may take as long as it likes */
  readonly timeoutMs?: number;
}

/** Runs a program to its end, or to that of this process; one that cannot be started is an ending too. */
export function runCommand(
  command: string,
  args: readonly string[],
  { environment = {}, cwd = root, timeoutMs }: CommandOptions = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    // Windows has no process groups, and a process would get a window.
    const detached = process.platform !== 'win32';
    const child = spawn(command, args, { cwd, env, stdio: 'pipe', detached, timeout: timeoutMs });
    endWithThisProcess(child);
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code, by) => resolve({ code: code ?? 1, output: `${output}${endedBy(by)}` }));
  });
}

/** It may have said nothing, and has failed all the same. */
function endedBy(signal: NodeJS.Signals | null): string {
  return signal === null ? '' : `\nIt was ended by ${signal}: from outside, or because it took too long.`;
}

/** The last line that says something, for a report of one line. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
