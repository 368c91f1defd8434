import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@vibes-callbacks/local-cloud/process';
import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { Command, CommanderError } from 'commander';

/**
 * Runs a command of the project. Exit codes: 0 done, 1 something failed or is incomplete, 2 wrong usage. Prints an error as
 * a sentence, without a stack trace.
 */
export function runMain(main: (argv: readonly string[]) => Promise<number | undefined>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error: unknown) => {
      process.exitCode = codeOf(error);
      // commander has printed its error or the help already.
      if (!(error instanceof CommanderError))
        console.error(printableLines(error instanceof Error ? error.message : String(error)));
    },
  );
}

function codeOf(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}

/** A command line that throws instead of ending the process. @param name what the user types before the options */
export function commandLine(name: string, about: string): Command {
  return new Command(name).exitOverride().description(about).showHelpAfterError(`(${name} --help shows the options)`);
}

/** A usage mistake, reported in a sentence that says what to do: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * For a command without partial results: on Ctrl-C or another signal it prints a sentence and exits, which removes
 * temporary folders and child processes. Without this, the signal would end the process at once.
 */
export function exitOnSignals(sentence: string): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(sentence);
      process.exit(1);
    });
  }
}

/** A terminal sends SIGINT to the launcher too, which passes it on: a second one so soon is the same request. */
const sameRequestMs = 500;

/**
 * Aborted by Ctrl-C, so that the command can still report what it knows and clean up. A second Ctrl-C ends the process
 * at once.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let askedAtMs = 0;
  const ask = () => {
    if (!controller.signal.aborted) {
      askedAtMs = performance.now();
      controller.abort(new InterruptedError());
    } else if (performance.now() - askedAtMs > sameRequestMs) {
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  return controller.signal;
}

class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Interrupted.');
  }
}

/** Whether work ended because it was interrupted: timers say so by an error of their own. */
export function isInterruption(error: unknown): boolean {
  return error instanceof InterruptedError || (error instanceof Error && error.name === 'AbortError');
}

/**
 * Makes the folder that a command's files will go to, and writes into it once: looked at before the work, so that an hour
 * of it does not end in an error.
 * @param option how another folder is chosen
 * @throws UsageError where it cannot be made or written; nothing is left behind then
 */
export function outputFolder(path: string, option: string): string {
  const probe = join(path, `.writable-${process.pid}`);
  try {
    makeFolder(path);
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch {
    throw new UsageError(`The folder ${path} cannot be made or written: name another with ${option}.`);
  }
  return path;
}

/** The most columns of a table: those of the terminal, or `COLUMNS`; no limit for a file. */
export function terminalWidth({ stdout, env }: Pick<NodeJS.Process, 'stdout' | 'env'> = process): number {
  return stdout.columns ?? (Number(env.COLUMNS) || Number.POSITIVE_INFINITY);
}
