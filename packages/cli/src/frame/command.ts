import { Command, Option } from 'commander';
import type { Needs } from '../policy/needs';
import type { CommonOptions, OpsContext } from './context';
import { filled } from './filled';

/** What a command found. */
export interface Answer {
  /** 0: success; 1: trouble found, nothing found, or not everything done. */
  readonly code: 0 | 1;
  /** The document that `--json` prints; undefined if the command has printed its lines itself. */
  readonly json: unknown;
  /** The same for a person. */
  text(): string;
}

/** `acts`: it leaves something behind, but needs no confirmation. Not part of the read-only policy. */
export type CommandKind = 'reads' | 'acts' | 'changes';

/** One command: its name, what it needs, what it does. */
export interface CommandSpec<Options extends CommonOptions> {
  /** `dead list`: the second word under the first. */
  readonly name: string;
  /** One sentence: what it answers or does. */
  readonly about: string;
  /** As commander writes it: `<id>`, `<file>`. */
  readonly argument?: { readonly name: string; readonly about: string };
  readonly options?: readonly Option[];
  readonly example: string;
  readonly needs: Needs;
  /** Beyond `needs`: actions that the read-only policy leaves out, and that the command can do without. */
  readonly needsToWrite?: Needs;
  /** `changes` brings `--yes` and `--dry-run`. */
  readonly kind: CommandKind;
  /** Whether `--show-content` means something here. */
  readonly hasContent?: boolean;
  run(context: OpsContext, options: Options, argument: string): Promise<Answer>;
}

/** A command with any options. */
export interface OpsCommand {
  readonly name: string;
  readonly about: string;
  readonly example: string;
  readonly kind: CommandKind;
  readonly needs: Needs;
  readonly needsToWrite: Needs;
  /** The commander command; `run` is called with the validated options. */
  toCommander(run: (options: CommonOptions, execute: Execute) => Promise<void>): Command;
}

export type Execute = (context: OpsContext) => Promise<Answer>;

export function defineCommand<Options extends CommonOptions>(spec: CommandSpec<Options>): OpsCommand {
  const { name, about, example, kind, needs, needsToWrite = {} } = spec;
  return { name, about, example, kind, needs, needsToWrite, toCommander: (run) => toCommander(spec, run) };
}

function toCommander<Options extends CommonOptions>(
  spec: CommandSpec<Options>,
  run: (options: CommonOptions, execute: Execute) => Promise<void>,
): Command {
  const command = new Command(spec.name.split(' ').at(-1) ?? spec.name).description(spec.about);
  if (spec.argument !== undefined) command.argument(spec.argument.name, spec.argument.about);
  for (const option of [...(spec.options ?? []), ...commonOptions(spec)]) command.addOption(option);
  command.addHelpText('after', () => helpTail(spec, command));
  return command.action(async (...args: unknown[]) => {
    const options = command.opts<Options>();
    const argument = spec.argument === undefined ? '' : String(args[0] ?? '');
    await run(options, (context) => spec.run(context, options, argument));
  });
}

function commonOptions({ kind, hasContent }: Pick<CommandSpec<CommonOptions>, 'kind' | 'hasContent'>): Option[] {
  const place = [
    new Option('--stack <name>', 'stack name (default: VibesCallbacks)').argParser(filled),
    new Option('--profile <name>', "AWS profile (default: your shell's)").argParser(filled),
    new Option('--region <name>', "AWS Region of the stack (default: your shell's)").argParser(filled),
    new Option('--local', 'ask the local cloud that runs on this machine, not AWS'),
    new Option('--data <folder>', 'data folder of the local cloud (default: .local)').argParser(filled),
    new Option('--json', 'print JSON, and ask nothing'),
  ];
  const change = [new Option('--yes', 'do it without asking'), new Option('--dry-run', 'only show what it would do')];
  const content = [new Option('--show-content', 'also show texts, phone numbers, bodies and passwords')];
  return [...place, ...(kind === 'changes' ? change : []), ...(hasContent ? content : [])];
}

/** What the user types before the command: `npm run ops --` in a clone. */
function rootName(command: Command): string {
  return command.parent === null ? command.name() : rootName(command.parent);
}

function helpTail<Options extends CommonOptions>(
  { example, needs, needsToWrite = {} }: CommandSpec<Options>,
  command: Command,
): string {
  const actions = [...new Set([...Object.keys(needs), ...Object.keys(needsToWrite)])].sort();
  const columns = command.configureOutput().getOutHelpWidth?.() ?? Number.POSITIVE_INFINITY;
  const needed = `Needs the AWS actions: ${actions.length === 0 ? 'none' : actions.join(', ')}.`;
  return [
    `\nExample:\n  ${rootName(command)} ${example}\n`,
    command.createHelp().boxWrap(needed, columns),
    'Reference: docs/COMMANDS.md. Alarms: docs/RUNBOOK.md',
  ].join('\n');
}
