import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { costAnswer, costDocument, measured } from '../src/cost/cost';
import { fitTables } from '../src/cost/fit-tables';
import { measure } from '../src/cost/measure';
import { stackInventory } from '../src/cost/stack-inventory';
import type { Measured } from '../src/cost/types';
import { exitOnSignals } from '../src/support/exit-on-signals';
import { interruption } from '../src/support/interruption';
import { commandLine, runMain } from '../src/support/run-main';
import { terminalWidth } from '../src/support/terminal-width';

const root = join(__dirname, '..', '..', '..');

interface Options {
  readonly callbacksPerDay: number;
  readonly burst: number;
  readonly measure: boolean;
  readonly write: boolean;
}

function positiveWhole(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
  return Number(text);
}

/** The calls are those that were counted last; what the stack holds is looked up where it is written down. */
async function countedFor(options: Options): Promise<Measured> {
  if (options.measure) return measure(new Date().toISOString().slice(0, 10), interruption());
  exitOnSignals('Interrupted: nothing was written.');
  return options.write ? { ...measured, inventory: await stackInventory() } : measured;
}

runMain(async (argv) => {
  const options = commandLine('npm run cost --', 'Computes the monthly bill, and which limit a burst reaches first.')
    .option('--callbacks-per-day <n>', 'callbacks a day', positiveWhole, 100_000)
    .option('--burst <n>', 'callbacks in the busiest second', positiveWhole, 900)
    .option('--measure', 'count the calls again, on a new local cloud', false)
    .option('--write', 'write docs/COST.md, with what the stack holds now', false)
    .parse(argv, { from: 'user' })
    .opts<Options>();
  const counted = await countedFor(options);
  if (options.measure || options.write) {
    writeFileSync(
      join(root, 'packages', 'proof', 'src', 'cost', 'measured-calls.json'),
      `${JSON.stringify(counted, null, 2)}\n`,
    );
  }
  if (options.write) writeFileSync(join(root, 'docs', 'COST.md'), costDocument(counted));
  else console.log(fitTables(costAnswer(options, counted), terminalWidth()));
  return 0;
});
