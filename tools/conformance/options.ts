import { Command, InvalidArgumentError } from 'commander';
import type { Scenario } from './scenario';

/** The command line of `npm run conformance`. */
export interface ConformanceCommand {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly document: boolean;
  readonly mutate: boolean;
  readonly verbose: boolean;
}

/** @throws CommanderError on arguments that make no sense, with a sentence */
export function readConformanceCommand(argv: readonly string[], all: readonly Scenario[]): ConformanceCommand {
  const command = new Command('npm run conformance --')
    .exitOverride()
    .description('Runs the failure scenarios on the local cloud and says of each whether the promise held.')
    .option('--short', 'the short form, for every push', false)
    .option('--only <names>', 'scenarios by name, comma-separated; a name ending in * stands for all that begin so')
    .option('--seed <n>', 'the same seed sends the same callbacks', whole, 7)
    .option('--list', 'names and says what each shows, and runs nothing', false)
    .option('--mutate', 'takes the protections away, one at a time, and demands a broken verdict of each', false)
    .option('--document', 'writes the tables of docs/CONFORMANCE.md, and runs nothing', false)
    .option('--json', 'the verdicts as JSON', false)
    .option('--verbose', "the local cloud's own lines too", false);
  const { short, only, ...rest } = command.parse([...argv], { from: 'user' }).opts();
  const candidates = short ? all.filter((scenario) => scenario.short) : all;
  const scenarios = only === undefined ? candidates : candidates.filter(({ name }) => isNamed(name, String(only)));
  if (scenarios.length === 0) command.error(`error: no scenario is called ${only}: --list names all`);
  return { ...(rest as Omit<ConformanceCommand, 'scenarios'>), scenarios };
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

function isNamed(name: string, only: string): boolean {
  return only
    .split(',')
    .some((wanted) => (wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted));
}
