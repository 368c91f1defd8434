import { CodedError } from '@vibes-callbacks/local-cloud';
import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { command } from './options';
import { run } from './run';
import type { VibesApiServer } from './vibes-api-server';

export interface MainParts {
  /** The command's name, for its help. @default npm start */
  readonly name?: string;
  /** Emulates Vibes' Callback API. @default - there is no `--vibes-api` */
  readonly vibesApi?: VibesApiServer;
}

/** `npm start`: a mistake that the user can fix is reported in one sentence, with exit code 1. */
export async function main(argv: readonly string[], { name, vibesApi }: MainParts = {}): Promise<void> {
  try {
    await command((options) => run(options, vibesApi), name, vibesApi).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    console.error(printableLines(error.message));
    process.exit(1);
  }
}
