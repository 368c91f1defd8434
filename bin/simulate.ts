import { randomInt } from 'node:crypto';
import { CommanderError } from 'commander';
import { isSound } from '../tools/simulator/decision';
import { readOptions } from '../tools/simulator/options';
import { reportTable } from '../tools/simulator/report-table';
import { simulate } from '../tools/simulator/simulate';
import { createTerminalWatcher } from '../tools/simulator/terminal-watcher';

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  const report = await simulate(options, options.seed ?? randomInt(1_000_000), createTerminalWatcher(process.stderr));
  console.log(options.json ? JSON.stringify(report, null, 2) : reportTable(report));
  return isSound(report) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // commander has said what is wrong, or what was asked for, already.
    if (!(error instanceof CommanderError)) console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  },
);
