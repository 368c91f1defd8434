import { Command, InvalidArgumentError } from 'commander';

export interface CliOptions {
  readonly port: number;
  readonly data: string;
  readonly username?: string;
  readonly password?: string;
  readonly rbmSecret?: string;
  readonly assembly?: string;
}

/** @param run called with the options once they are right; otherwise commander says what is wrong, and exits with 1 */
export function command(run: (options: CliOptions) => Promise<void>): Command {
  return new Command('npm start --')
    .description('Runs the synthesized stack on this machine: post a callback, see its event.')
    .option('--port <number>', 'where callbacks are accepted; 0 takes a free one', readPort, 8787)
    .option('--data <folder>', 'where everything is kept; a restart goes on with it', '.local')
    .option('--username <name>', 'user name of MO callbacks (default: as the stack has it)', filled)
    .option('--password <password>', 'password of MO callbacks (default: generated once)', filled)
    .option('--rbm-secret <secret>', 'checks the signature of RBM callbacks with it', filled)
    .option('--assembly <folder>', 'runs what "cdk synth" wrote there, instead of synthesizing')
    .addHelpText('after', '\nThe AWS services behind it: docs/LOCAL.md. Samples to post: tools/samples.')
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows the options)')
    .action(run);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Write a number from 0 to 65535.');
}

function filled(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
