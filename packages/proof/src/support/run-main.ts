import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { Command, CommanderError } from 'commander';
import { UsageError } from './usage-error';

/**
 * How every command of the project ends: 0 as hoped, 1 where something failed or not all was done, 2 for wrong usage. What
 * went wrong is a sentence, without a stack trace.
 */
export function runMain(main: (argv: readonly string[]) => Promise<number | undefined>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error: unknown) => {
      process.exitCode = codeOf(error);
      // commander has said what is wrong, or what was asked for, already.
      if (!(error instanceof CommanderError))
        console.error(printableLines(error instanceof Error ? error.message : String(error)));
    },
  );
}

function codeOf(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}

/** A command line that throws where commander would end the process. */
export function commandLine(name: string, about: string): Command {
  return new Command(name).exitOverride().description(about).showHelpAfterError('(--help shows the options)');
}
