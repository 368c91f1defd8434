import { Command, CommanderError } from 'commander';
import { opsCommands } from './commands';
import type { Answer, Execute } from './frame/command';
import { commandLines } from './frame/command-line';
import { type CommonOptions, createContext } from './frame/context';
import { explain } from './frame/explain-error';
import { type Io, printableIo } from './frame/io';
import { NothingChanged, OpsError, type OpsErrorCode } from './frame/ops-error';
import { placeOf } from './reads/access';

const groupsAbout: Readonly<Record<string, string>> = {
  dead: 'Dead letters: callbacks that the consumer gave up on.',
  undelivered: 'Published events that a subscription did not get.',
  unrecognized: 'Callbacks that were not understood. Their bytes are kept.',
  overflow: 'Callbacks that went to the S3 bucket, because they were too large or SQS failed.',
  outcomes: 'The state of each message that you sent, with the setting messageOutcomes.',
  credentials: 'The password that Vibes sends with MO messages.',
};

const inClone = 'npm run ops --';
const names = opsCommands.map(({ name }) => name);

/** What the user types to run the program, and what it has besides the operator's commands. */
export interface ProgramName {
  readonly name?: string;
  readonly more?: { readonly name: string; readonly about: string };
  /** How a command that has a script of its own is typed: `npm run send --`. */
  readonly script?: { readonly command: string; readonly typed: string };
}

/**
 * Runs one command line, without `node` and the script's name.
 * @returns the exit code: 0 success; 1 trouble found, nothing found, not everything done, or a no to its question; 2
 * it could not be answered; 130 it was interrupted
 */
export async function runOps(argv: readonly string[], given: Io, as: ProgramName = {}): Promise<number> {
  const io = printableIo(given);
  const incomplete = wrongCommand(argv);
  if (incomplete !== undefined) {
    io.err(incomplete);
    if (argv.includes('--json')) io.err(codeLine('wrong-usage'));
    return 2;
  }
  let code = 2;
  const program = createProgram(as, io, async (options, execute) => {
    code = await answer(options, execute, io, as.name);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (argv.includes('--json')) io.err(codeLine('wrong-usage'));
    return 2;
  }
}

/** The last line on stderr with `--json`, because a failure prints no document on stdout. */
function codeLine(code: OpsErrorCode): string {
  return JSON.stringify({ code });
}

/** What is wrong with the command of a group, where commander would not say it; undefined if it is right, or asks for help. */
function wrongCommand([first = '', second = '', ...rest]: readonly string[]): string | undefined {
  const own = names.filter((name) => name.startsWith(`${first} `));
  const isHelp = [second, ...rest].some((word) => word === '--help' || word === '-h');
  if (own.length === 0 || second === '' || isHelp) return undefined;
  const known = own.map((name) => `"${name}"`).join(', ');
  // `connect` is a command as well as a group.
  if (names.includes(first)) {
    const isWrong = !second.startsWith('-') && !own.includes(`${first} ${second}`);
    return isWrong ? `error: unknown command "${first} ${second}". There is ${known}.` : undefined;
  }
  return second.startsWith('-') ? `error: say which command of "${first}", before its options: ${known}.` : undefined;
}

function createProgram(
  { name = inClone, more, script }: ProgramName,
  io: Io,
  run: (options: CommonOptions, execute: Execute) => Promise<void>,
): Command {
  // Options belong to the command that they follow: `connect` has commands below it with options of the same names.
  const program = new Command(name)
    .description('Shows what a Vibes Callbacks stack does, and repairs it: in AWS, or on this machine with --local.')
    .addHelpText('after', '\nStart with "status". "<command> --help" has an example. All of them: docs/COMMANDS.md')
    .enablePositionalOptions();
  // Run elsewhere: it is here for the help, and for suggestions after a typo.
  if (more !== undefined) program.command(more.name).description(more.about);
  const groups = new Map<string, Command>();
  for (const command of opsCommands) {
    const [first = '', second] = command.name.split(' ');
    if (second === undefined) {
      const own = command.toCommander(run).enablePositionalOptions();
      groups.set(first, own);
      program.addCommand(own);
    } else groupOf(first, program, groups).addCommand(command.toCommander(run));
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)]) {
    command
      .configureHelp({
        minWidthToWrap: 20,
        ...(command.name() === script?.command ? { commandUsage: () => `${script.typed} ${command.usage()}` } : {}),
      })
      .exitOverride()
      .configureOutput({
        writeOut: (text) => io.out(text.trimEnd()),
        writeErr: (text) => io.err(text.trimEnd()),
        getOutHelpWidth: () => io.columns,
        getErrHelpWidth: () => io.columns,
      });
  }
  return program;
}

function groupOf(name: string, program: Command, groups: Map<string, Command>): Command {
  const group = groups.get(name) ?? new Command(name).description(groupsAbout[name] ?? '');
  if (!groups.has(name)) program.addCommand(group);
  groups.set(name, group);
  return group;
}

async function answer(options: CommonOptions, execute: Execute, io: Io, program = inClone): Promise<number> {
  const lines = commandLines(program, names, options);
  try {
    const { code, json, text } = await execute(createContext(options, io, lines));
    print({ json, text }, options, io);
    return code;
  } catch (error) {
    if (error instanceof NothingChanged) {
      io.err(error.message);
      return error.code;
    }
    if (io.interrupted.aborted && !leavesSomething(error)) {
      io.err('Interrupted. Type the command again to go on.');
      return 130;
    }
    const { code, message } = explain(error, placeOf(options, io));
    io.err(lines.typed(message));
    if (options.json) io.err(codeLine(code));
    return 2;
  }
}

/** Typing the command again would not remove it. */
function leavesSomething(error: unknown): boolean {
  return error instanceof OpsError && error.code === 'not-removed';
}

function print({ json, text }: Pick<Answer, 'json' | 'text'>, options: CommonOptions, io: Io): void {
  if (json === undefined) return;
  const shown = options.json ? JSON.stringify(json, null, 2) : text();
  // Where there is nothing to show, the note said so.
  if (shown !== '') io.out(shown);
}
