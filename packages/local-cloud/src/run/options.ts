import { Command } from 'commander';
import { filled, readMinute, readPort } from './read-options';

export interface CommandOptions {
  readonly app?: string;
  readonly assembly?: string;
  readonly stack?: string;
  readonly data: string;
  readonly port: number;
  /** Seconds of a minute of CloudWatch. */
  readonly minute: number;
  readonly watch: boolean;
}

/** @param run called with valid options; otherwise commander reports the mistake and exits with 1 */
export function command(run: (options: CommandOptions) => Promise<void>): Command {
  const program = new Command('local-cloud')
    .description('Runs a stack of the CDK app in this folder on this machine, until Ctrl-C.')
    .option('--app <command>', 'what synthesizes the app (default: "app" of cdk.json)', filled)
    .option('--assembly <folder>', 'run what "cdk synth" wrote to this folder instead of synthesizing', filled)
    .option('--stack <name>', 'stack to run (default: the only one of the app)', filled)
    .option('--data <folder>', 'folder for all data; the next start continues with it', '.local-cloud')
    .option('--port <number>', 'port of the API and of /_local/; 0 chooses a free one', readPort, 8787)
    .option('--minute <seconds>', 'length of a minute of CloudWatch, for metrics, alarms and retries', readMinute, 60)
    .option('--watch', 'reload functions as their code is saved, and synthesize again for everything else', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows the options)')
    .action(run);
  for (const option of program.options) if (option.long === '--assembly') option.conflicts(['app', 'watch']);
  return program;
}
