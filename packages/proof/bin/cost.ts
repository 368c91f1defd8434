import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { wholeNumber } from '../../cli/src/frame/whole-number';
import { costAnswer, costDocument, measured } from '../src/cost/cost';
import { stackInventories } from '../src/cost/inventory';
import { measure, measureOutcomes } from '../src/cost/measure';
import { outcomes, renderOutcomes } from '../src/cost/outcomes-bill';
import { tableFor } from '../src/cost/table-for';
import type { Measured, MeasuredOutcomes } from '../src/cost/types';
import { commandLine, exitOnSignals, interruption, runMain, terminalWidth } from '../src/support/run-main';

const root = join(__dirname, '..', '..', '..');

const costFolder = join(root, 'packages', 'proof', 'src', 'cost');

interface Options {
  readonly callbacksPerDay: number;
  readonly burst: number;
  readonly measure?: 'callbacks' | 'outcomes';
  readonly write: boolean;
}

interface Counted {
  readonly callbacks: Measured;
  readonly outcomes: MeasuredOutcomes;
}

/** The calls are those that were counted last; what the stack holds is looked up where it is written down. */
async function countedFor(options: Options): Promise<Counted> {
  if (options.measure === 'callbacks') {
    return { callbacks: await measure(new Date().toISOString().slice(0, 10), interruption()), outcomes };
  }
  exitOnSignals('Interrupted: nothing was written.');
  if (!options.write) return { callbacks: measured, outcomes };
  const inventories = await stackInventories();
  return {
    callbacks: { ...measured, inventory: inventories.callbacks },
    outcomes: { ...outcomes, ...inventories.outcomes },
  };
}

function keep(name: string, counted: object): void {
  writeFileSync(join(costFolder, name), `${JSON.stringify(counted, null, 2)}\n`);
}

runMain(async (argv) => {
  const options = commandLine('npm run cost --', 'Computes the monthly bill, and which limit a burst reaches first.')
    .option('--callbacks-per-day <n>', 'callbacks a day', wholeNumber(1, 999_999_999_999), 100_000)
    .option('--burst <n>', 'callbacks in the busiest second', wholeNumber(1, 999_999_999_999), 900)
    .addOption(
      new Option('--measure [part]', 'count the calls again, on a new local cloud')
        .choices(['callbacks', 'outcomes'])
        .preset('callbacks'),
    )
    .option('--write', 'write docs/COST.md, with what the stack holds now', false)
    .parse(argv, { from: 'user' })
    .opts<Options>();
  if (options.measure === 'outcomes') {
    const counted = await measureOutcomes(new Date().toISOString().slice(0, 10), interruption());
    keep('measured-outcomes.json', counted);
    console.log(renderOutcomes(counted));
    return 0;
  }
  const counted = await countedFor(options);
  if (options.measure || options.write) keep('measured-calls.json', counted.callbacks);
  if (options.write) {
    keep('measured-outcomes.json', counted.outcomes);
    writeFileSync(join(root, 'docs', 'COST.md'), costDocument(counted.callbacks, counted.outcomes));
  } else console.log(costAnswer(options, counted.callbacks, tableFor(terminalWidth())));
  return 0;
});
