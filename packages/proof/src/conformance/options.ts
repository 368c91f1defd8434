import { Command, InvalidArgumentError } from 'commander';
import type { Scenario } from './scenario';

/** The command line of `npm run conformance`. */
export interface ConformanceCommand {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly mutate: boolean;
  readonly verbose: boolean;
  /** Minutes of random steps instead of the scenarios. */
  readonly random?: number;
  /** Messages of an outcomes run instead of the scenarios. */
  readonly outcomes?: number;
}

/** @throws CommanderError on arguments that make no sense, with a sentence */
export function readConformanceCommand(argv: readonly string[], all: readonly Scenario[]): ConformanceCommand {
  const command = new Command('npm run conformance --')
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
    .description('Runs the failure scenarios on the local cloud, and prints for each whether the promise held.')
    .option('--short', 'only the short form, for every push', false)
    .option('--only <names>', 'scenarios by name, separated by commas; name* means all that begin with name')
    .option('--seed <n>', 'the same seed sends the same callbacks', whole, 7)
    .option(
      '--random <minutes>',
      'instead of the scenarios: random callbacks, kills, faults, deployments, rotations and sweeps for so long, then a check of everything that was answered 200; --seed chooses the steps',
      minutes,
    )
    .option(
      '--outcomes <messages>',
      'instead of the scenarios: receipts of so many messages, 100 messages a second, with faults and kill -9; then a check of the outcome of each',
      count,
    )
    .option('--list', 'list each with what it shows, and run nothing', false)
    .option('--mutate', 'remove the protections one at a time, and expect a broken verdict for each', false)
    .option('--json', 'print the verdicts as JSON', false)
    .option('--verbose', "also print the local cloud's own lines", false);
  const { short, only, ...rest } = command.parse([...argv], { from: 'user' }).opts();
  const candidates = short ? all.filter((scenario) => scenario.short) : all;
  const scenarios = only === undefined ? candidates : candidates.filter(({ name }) => isNamed(name, String(only)));
  if (scenarios.length === 0) command.error(`error: no scenario is called ${only}: --list names all`);
  return { ...(rest as Omit<ConformanceCommand, 'scenarios'>), scenarios };
}

function minutes(text: string): number {
  if (!/^\d{1,4}(\.\d+)?$/.test(text) || Number(text) <= 0)
    throw new InvalidArgumentError('A number of minutes is needed.');
  return Number(text);
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A number of messages is needed, 999999 at most.');
  return Number(text);
}

function isNamed(name: string, only: string): boolean {
  return only
    .split(',')
    .some((wanted) => (wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted));
}
