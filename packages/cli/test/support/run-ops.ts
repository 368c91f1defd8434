import type { Said } from '../../src/frame/ask-at-terminal';
import type { Io } from '../../src/frame/io';
import { type ProgramName, runOps } from '../../src/program';

export interface OpsRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface OpsWorld {
  readonly directory?: string;
  readonly env?: Io['env'];
  readonly columns?: number;
  readonly isTerminal?: boolean;
  readonly now?: () => number;
  /** Replaces waiting. @default in real time */
  readonly pause?: (ms: number) => Promise<void>;
  /** The user's answer to a question. @default there is no terminal to ask on */
  readonly says?: Said;
  /** The password that the user types. @default there is no terminal to ask on */
  readonly types?: string;
  readonly interrupted?: AbortSignal;
  /** How the program is called. @default as in a clone */
  readonly as?: ProgramName;
  /** Called with each line of the answer as it comes. */
  readonly onLine?: (line: string) => void;
  /** Called with each line of progress and advice as it comes. */
  readonly onNote?: (line: string) => void;
}

/** Runs one command line in this process, and records its output. */
export async function runOpsCommand(argv: readonly string[], world: OpsWorld = {}): Promise<OpsRun> {
  const out: string[] = [];
  const err: string[] = [];
  const { says } = world;
  const code = await runOps(
    argv,
    {
      out: (text) => {
        out.push(text);
        world.onLine?.(text);
      },
      err: (text) => {
        err.push(text);
        world.onNote?.(text);
      },
      env: world.env ?? {},
      directory: world.directory ?? process.cwd(),
      isInteractive: says !== undefined,
      isTerminal: world.isTerminal ?? false,
      columns: world.columns ?? 80,
      now: world.now ?? Date.now,
      pause: world.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      confirm: async () => says ?? 'no',
      askSecret: async () => world.types,
      interrupted: world.interrupted ?? new AbortController().signal,
    },
    world.as,
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}
