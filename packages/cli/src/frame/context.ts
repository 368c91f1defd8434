import { type Access, accessOf, type PlaceOptions, placeOf } from '../reads/access';
import { type Clients, createClients } from '../reads/clients';
import { type DeployedStack, readStack } from '../reads/stack';
import type { CommandLines } from './command-line';
import { explainError } from './explain-error';
import type { Io } from './io';
import { NothingChanged, OpsError } from './ops-error';
import { type Paint, paintFor } from './paint';

/** Options of every command. */
export interface CommonOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** Options of the commands that change something. */
export interface ChangeOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** What a command works with. */
export interface OpsContext extends CommandLines {
  readonly io: Io;
  readonly access: Access;
  readonly clients: Clients;
  readonly paint: Paint;
  readonly isJson: boolean;
  /** Read once. @throws OpsError when there is none */
  stack(): Promise<DeployedStack>;
  /** Reports on stderr what is going on, with the commands as `typed` writes them. */
  note(text: string): void;
  /** A failure as one sentence that says what to do. */
  explain(error: unknown): string;
  /**
   * Asks before something is changed. False: it is a dry run.
   * @param what what it will do, as a sentence
   * @throws OpsError when there is no terminal to ask on
   * @throws NothingChanged when the user did not answer yes
   */
  mayChange(what: string, options: ChangeOptions): Promise<boolean>;
}

export function createContext(options: CommonOptions, io: Io, lines: CommandLines): OpsContext {
  const access = accessOf(options, io);
  const clients = createClients(access.clientOptions);
  let stack: Promise<DeployedStack> | undefined;
  return {
    io,
    access,
    clients,
    paint: paintFor(io),
    isJson: options.json === true,
    stack: () => {
      stack ??= readStack(clients, access);
      return stack;
    },
    ...lines,
    note: (text) => io.err(lines.typed(text)),
    explain: (error) => explainError(error, placeOf(options, io)),
    mayChange: (what, change) => mayChange(lines.typed(what), change, io),
  };
}

async function mayChange(what: string, { yes, dryRun, json }: ChangeOptions, io: Io): Promise<boolean> {
  io.err(what);
  if (dryRun) {
    io.err('Dry run: nothing was changed.');
    return false;
  }
  if (yes) return true;
  if (!io.isInteractive || json) {
    throw new OpsError(
      'no-confirmation',
      'Nothing was changed: there is no terminal to ask on. Add --yes to do it, or --dry-run to look.',
    );
  }
  const said = await io.confirm('Do it?');
  if (said === 'yes') return true;
  throw new NothingChanged(said === 'no' ? 1 : 130);
}
