import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { InvalidArgumentError } from 'commander';
import { fuzz, renderFindings } from '../src/fuzz/fuzz';
import { commandLine, runMain, terminalWidth } from '../src/support/run-main';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function positive(text: string): number {
  if (wholeNumber(text) === 0) throw new InvalidArgumentError('None proves nothing: a number above 0 is needed.');
  return wholeNumber(text);
}

runMain(async (argv) => {
  const { count, seed } = commandLine(
    'npm run fuzz --',
    'Sends mutated callbacks of every kind through the readers: none may throw, grow, or lose its bytes.',
  )
    .option('--count <n>', 'number of callbacks', positive, 100_000)
    .option('--seed <n>', 'the same seed repeats a run', wholeNumber, Date.now() % 2 ** 31)
    .parse(argv, { from: 'user' })
    .opts<{ readonly count: number; readonly seed: number }>();
  const findings = await fuzz({ count, seed });
  process.stdout.write(printableLines(renderFindings(findings, terminalWidth())));
  return findings.failure === null ? 0 : 1;
});
