import { writeFigures } from '../src/bench/harness/write-figures';
import { commandLine, runMain } from '../src/support/run-main';

runMain(async (argv) => {
  commandLine(
    'npm run figures --',
    'Writes the table and the chart of docs/FIGURES.md, from packages/proof/src/bench/report.json. A full "npm run bench" does it by itself.',
  ).parse(argv, { from: 'user' });
  writeFigures();
  return 0;
});
