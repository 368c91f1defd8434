import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { wholeNumber } from '../../cli/src/frame/whole-number';
import { fuzz, renderFindings } from '../src/fuzz/fuzz';
import { commandLine, runMain, terminalWidth } from '../src/support/run-main';

runMain(async (argv) => {
  const { count, seed } = commandLine(
    'npm run fuzz --',
    'Sends mutated callbacks of every kind through the readers: none may throw, grow, or lose its bytes.',
  )
    .option('--count <n>', 'number of callbacks', wholeNumber(1), 100_000)
    .option('--seed <n>', 'the same seed repeats a run', wholeNumber(0, 2 ** 32), Date.now() % 2 ** 31)
    .parse(argv, { from: 'user' })
    .opts<{ readonly count: number; readonly seed: number }>();
  const findings = await fuzz({ count, seed });
  process.stdout.write(printableLines(renderFindings(findings, terminalWidth())));
  return findings.failure === null ? 0 : 1;
});
