import { randomInt } from 'node:crypto';
import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { readOptions } from '../src/simulator/options';
import { isSound, reportTable } from '../src/simulator/report';
import { simulate } from '../src/simulator/simulate';
import { createTerminalWatcher } from '../src/simulator/watcher';
import { interruption, runMain } from '../src/support/run-main';

runMain(async (argv) => {
  const options = readOptions(argv);
  const observer = { watcher: createTerminalWatcher(process.stderr), interrupted: interruption() };
  const report = await simulate(options, options.seed ?? randomInt(1_000_000), observer);
  console.log(printableLines(options.json ? JSON.stringify(report, null, 2) : reportTable(report)));
  return isSound(report) ? 0 : 1;
});
