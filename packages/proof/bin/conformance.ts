import { printableLines } from '@vibes-callbacks/local-cloud/text';
import { mutations } from '../src/conformance/mutations';
import { readConformanceCommand } from '../src/conformance/options';
import { randomTrials } from '../src/conformance/random-scenario';
import { type ConformanceOptions, runConformance } from '../src/conformance/run-conformance';
import { allScenarios } from '../src/conformance/scenarios/all-scenarios';
import { type ScenarioVerdict, verdictTable } from '../src/conformance/verdict-table';
import { interruption, runMain, terminalWidth } from '../src/support/run-main';

async function main(argv: readonly string[]): Promise<number> {
  const command = readConformanceCommand(argv, allScenarios);
  const { scenarios, seed, json, list, mutate, verbose, random } = command;
  if (list) {
    for (const { name, shows } of scenarios) console.log(`${name}: ${shows}`);
    return 0;
  }
  const say = (line: string) => process.stderr.write(`${printableLines(line)}\n`);
  const onVerdict = ({ name, broken, seconds }: ScenarioVerdict) =>
    say(`${broken.length === 0 ? 'held  ' : 'BROKEN'} ${name} (${Math.round(seconds)} s)`);
  const interrupted = interruption();
  const options = { seed, onVerdict, interrupted, ...(verbose ? { onLine: say } : {}) };
  if (mutate) return tryMutations(options);
  if (random === undefined) say(`Scenarios to run: ${scenarios.length}. Each says how it ended …`);
  const trials = random === undefined ? scenarios.map((scenario) => ({ scenario })) : randomTrials(random, seed);
  const verdicts = await runConformance(trials, options);
  console.log(printableLines(json ? JSON.stringify(verdicts, null, 2) : verdictTable(verdicts, terminalWidth())));
  if (interrupted.aborted)
    return stopped(
      `Interrupted after ${verdicts.length}${random === undefined ? ` of ${scenarios.length}` : ''} scenarios.`,
    );
  return verdicts.every(({ broken }) => broken.length === 0) ? 0 : 1;
}

/** What the scenario that was under way waits for would keep the process. */
function stopped(why: string): never {
  console.error(why);
  process.exit(1);
}

/** A scenario that could not run proves nothing: it has no deliveries. */
async function tryMutations(options: ConformanceOptions & { readonly interrupted: AbortSignal }): Promise<number> {
  const trials = mutations.map(({ scenario, change }) => ({ scenario, mutation: change }));
  const verdicts = await runConformance(trials, options);
  if (options.interrupted.aborted) stopped(`Interrupted after ${verdicts.length} of ${trials.length} mutations.`);
  const proofs = mutations.map(({ name, takesAway }, index) => {
    const { name: scenario = '', broken = [], delivery } = verdicts[index] ?? {};
    return { without: name, takesAway, scenario, noticed: delivery !== null && broken.length > 0, broken };
  });
  console.log(JSON.stringify(proofs, null, 2));
  return proofs.every(({ noticed }) => noticed) ? 0 : 1;
}

runMain(main);
