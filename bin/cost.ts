import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { costAnswer, costDocument } from '../tools/cost/cost';
import { measure } from '../tools/cost/measure';

const root = join(__dirname, '..');

function positiveWhole(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
  return Number(text);
}

async function main(argv: readonly string[]): Promise<void> {
  const command = new Command('npm run cost --')
    .exitOverride()
    .description('Computes the monthly bill, and which limit a burst reaches first.')
    .option('--callbacks-per-day <n>', 'callbacks a day', positiveWhole, 100_000)
    .option('--burst <n>', 'callbacks in the busiest second', positiveWhole, 900)
    .option('--measure', 'count the calls again, on a new local cloud', false)
    .option('--write', 'write docs/COST.md', false)
    .parse([...argv], { from: 'user' });
  const options = command.opts<{ callbacksPerDay: number; burst: number; measure: boolean; write: boolean }>();
  const counted = options.measure ? await measure(new Date().toISOString().slice(0, 10)) : undefined;
  if (counted) {
    writeFileSync(join(root, 'tools', 'cost', 'measured-calls.json'), `${JSON.stringify(counted, null, 2)}\n`);
  }
  if (options.write) writeFileSync(join(root, 'docs', 'COST.md'), costDocument(counted));
  else console.log(costAnswer(options, counted));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // commander has said what is wrong, or what was asked for, already.
  if (!(error instanceof CommanderError)) console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
});
