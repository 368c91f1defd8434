import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';

export const root = join(__dirname, '..', '..', '..', '..');

export interface Ended {
  /** Null if the program could not be started. */
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface CommandOptions {
  /** Added to this process' own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - the project's folder */
  readonly cwd?: string;
  /** After this time it is killed, and has failed. @default - no limit */
  readonly timeoutMs?: number;
}

/** Runs a program until it ends, or this process does. Does not throw if it cannot be started. */
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

/** It may have failed without output. */
function endedBy(signal: NodeJS.Signals | null): string {
  return signal === null ? '' : `\nIt was ended by ${signal}: from outside, or because it took too long.`;
}

/** The last line that is not empty, for a report of one line. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
