import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { readOptions, simulate } from '../src/simulator/simulate';
import { interruption, runMain } from '../src/support/run-main';

runMain(async (argv) => {
  const report = await simulate(readOptions(argv), interruption());
  console.log(printableLines(JSON.stringify(report, null, 2)));
  return report.accepted === report.planned ? 0 : 1;
});
