import { LocalCloudError } from '../local-cloud-error';
import { printableLines } from '../printable';
import { command } from './options';
import { run } from './run';

/** `npm start`: a mistake that a person can mend is one sentence, and exit code 1. */
export async function main(argv: readonly string[], name?: string): Promise<void> {
  try {
    await command(run, name).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof LocalCloudError)) throw error;
    console.error(printableLines(error.message));
    process.exit(1);
  }
}
