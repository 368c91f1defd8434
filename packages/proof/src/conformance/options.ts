import { InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../../../cli/src/frame/whole-number';
import { commandLine } from '../support/run-main';
import type { Scenario } from './scenario';
import { outcomesOfMany } from './scenarios/message-outcomes';

/** The command line of `npm run conformance`. */
export interface ConformanceCommand {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly json: boolean;
  readonly list: boolean;
  readonly mutate: boolean;
  readonly verbose: boolean;
  /** Minutes of random scenarios instead of those of the list. */
  readonly random?: number;
}

const about = 'Runs the failure scenarios on the local cloud, and prints for each whether the promise held.';

/** @throws CommanderError on arguments that make no sense, with a sentence */
export function readConformanceCommand(argv: readonly string[], all: readonly Scenario[]): ConformanceCommand {
  const command = commandLine('npm run conformance --', about)
    .option('--short', 'only the short form, for every push', false)
    .option('--only <names>', 'scenarios by name, separated by commas; name* means all that begin with name')
    .option('--seed <n>', 'the same seed sends the same callbacks', wholeNumber(0), 7)
    .addOption(
      new Option(
        '--random <minutes>',
        'instead of the scenarios: for this long, random ones of faults, kills, deployments, rotations, sweeps and redrives; --seed chooses the first',
      )
        .argParser(minutes)
        .conflicts(['short', 'only', 'outcomes', 'list', 'mutate']),
    )
    .addOption(
      new Option(
        '--outcomes <messages>',
        'instead of the scenarios: the outcomes of this many messages, under kills and faults',
      )
        .argParser(wholeNumber(1, 999_999))
        .conflicts(['short', 'only', 'list', 'mutate']),
    )
    .option('--list', 'list each with what it shows, and run nothing', false)
    .option('--mutate', 'remove the protections one at a time, and expect a broken verdict for each', false)
    .option('--json', 'print the verdicts as JSON', false)
    .option('--verbose', "also print the local cloud's own lines", false);
  const { short, only, outcomes, ...rest } = command.parse([...argv], { from: 'user' }).opts();
  if (outcomes !== undefined)
    return { ...(rest as Omit<ConformanceCommand, 'scenarios'>), scenarios: [outcomesOfMany(outcomes)] };
  const candidates = short ? all.filter((scenario) => scenario.short) : all;
  const scenarios = only === undefined ? candidates : candidates.filter(({ name }) => isNamed(name, String(only)));
  if (scenarios.length === 0) command.error(`error: no scenario is called ${only}: --list names all`);
  return { ...(rest as Omit<ConformanceCommand, 'scenarios'>), scenarios };
}

function minutes(text: string): number {
  if (!/^\d{1,4}(\.\d+)?$/.test(text) || Number(text) <= 0) throw new InvalidArgumentError('Give a number of minutes.');
  return Number(text);
}

function isNamed(name: string, only: string): boolean {
  return only
    .split(',')
    .some((wanted) => (wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted));
}
