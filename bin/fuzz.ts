import { Command, InvalidArgumentError } from 'commander';
import { fuzz } from '../tools/fuzz/fuzz';
import { renderFindings } from '../tools/fuzz/render-findings';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

const command = new Command('npm run fuzz --')
  .description('Sends mutated callbacks of every kind through the readers: none may throw, grow, or lose its bytes.')
  .option('--count <n>', 'number of callbacks', wholeNumber, 100_000)
  .option('--seed <n>', 'the same seed repeats a run', wholeNumber, Date.now() % 2 ** 31)
  .action(async ({ count, seed }: { count: number; seed: number }) => {
    const findings = await fuzz({ count, seed });
    process.stdout.write(renderFindings(findings));
    process.exitCode = findings.failure === null ? 0 : 1;
  });

command.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
