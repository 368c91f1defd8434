import { randomInt } from 'node:crypto';
import { printableLines } from '../local/printable';
import { interruption } from '../tools/interruption';
import { isSound } from '../tools/simulator/decision';
import { readOptions } from '../tools/simulator/options';
import { reportTable } from '../tools/simulator/report-table';
import { simulate } from '../tools/simulator/simulate';
import { createTerminalWatcher } from '../tools/simulator/terminal-watcher';
import { runMain } from './run-main';

runMain(async (argv) => {
  const options = readOptions(argv);
  const observer = { watcher: createTerminalWatcher(process.stderr), interrupted: interruption() };
  const report = await simulate(options, options.seed ?? randomInt(1_000_000), observer);
  console.log(printableLines(options.json ? JSON.stringify(report, null, 2) : reportTable(report)));
  return isSound(report) ? 0 : 1;
});
