import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { costAnswer, costDocument, measured } from '../src/cost/cost';
import { stackInventory } from '../src/cost/inventory';
import { measure } from '../src/cost/measure';
import { measureOutcomes } from '../src/cost/measure-outcomes';
import { renderOutcomes } from '../src/cost/outcomes-bill';
import { fitTables } from '../src/cost/render';
import type { Measured } from '../src/cost/tables';
import { commandLine, exitOnSignals, interruption, runMain, terminalWidth } from '../src/support/run-main';

const root = join(__dirname, '..', '..', '..');

const costFolder = join(root, 'packages', 'proof', 'src', 'cost');

interface Options {
  readonly callbacksPerDay: number;
  readonly burst: number;
  readonly measure?: 'callbacks' | 'outcomes';
  readonly write: boolean;
}

function positiveWhole(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
  return Number(text);
}

/** The calls are those that were counted last; what the stack holds is looked up where it is written down. */
async function countedFor(options: Options): Promise<Measured> {
  if (options.measure === 'callbacks') return measure(new Date().toISOString().slice(0, 10), interruption());
  exitOnSignals('Interrupted: nothing was written.');
  return options.write ? { ...measured, inventory: await stackInventory() } : measured;
}

runMain(async (argv) => {
  const options = commandLine('npm run cost --', 'Computes the monthly bill, and which limit a burst reaches first.')
    .option('--callbacks-per-day <n>', 'callbacks a day', positiveWhole, 100_000)
    .option('--burst <n>', 'callbacks in the busiest second', positiveWhole, 900)
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
    writeFileSync(join(costFolder, 'measured-outcomes.json'), `${JSON.stringify(counted, null, 2)}\n`);
    console.log(renderOutcomes(counted));
    return 0;
  }
  const counted = await countedFor(options);
  if (options.measure || options.write) {
    writeFileSync(join(costFolder, 'measured-calls.json'), `${JSON.stringify(counted, null, 2)}\n`);
  }
  if (options.write) writeFileSync(join(root, 'docs', 'COST.md'), costDocument(counted));
  else console.log(fitTables(costAnswer(options, counted), terminalWidth()));
  return 0;
});
