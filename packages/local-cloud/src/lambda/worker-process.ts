import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FunctionConfig } from './function-config';

export interface WorkerProcessOptions {
  readonly config: FunctionConfig;
  readonly environment: Readonly<Record<string, string>>;
  /** How far its clock is off. */
  readonly skewMs: number;
  /** The Node.js that runs it. */
  readonly nodePath: string;
}

/** As many files and sockets as an execution environment may have open at a time. */
const fileDescriptors = 1024;

/** Starts the process of an execution environment, with its limits. */
export function startWorkerProcess({ config, environment, skewMs, nodePath }: WorkerProcessOptions): ChildProcess {
  const [command, ...words] = limited([nodePath, ...argumentsOf(config, skewMs)]);
  return spawn(command, words, {
    cwd: config.bundleDirectory,
    env: environment,
    // Its own group: a terminal's Ctrl-C is for the local cloud, which lets running invocations finish first.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

type Command = readonly [string, ...string[]];

/**
 * A shell sets the limit and is replaced by the command, which keeps its process id. Windows has no such limit.
 */
function limited(command: Command): Command {
  if (process.platform === 'win32') return command;
  return ['/bin/sh', '-c', `ulimit -n ${fileDescriptors} 2>/dev/null; exec "$0" "$@"`, ...command];
}

function argumentsOf({ memoryMb }: FunctionConfig, skewMs: number): readonly string[] {
  // As Lambda's bootstrap divides the memory: a tenth for the young generation, in two halves, the rest for the old one.
  const youngMb = Math.floor(memoryMb / 10);
  const heap = [`--max-semi-space-size=${Math.floor(youngMb / 2)}`, `--max-old-space-size=${memoryMb - youngMb}`];
  const flags = ['--disable-warning=ExperimentalWarning', ...heap];
  // Compiled, in the package, it is JavaScript.
  const bootstrap = `bootstrap.${__filename.endsWith('.ts') ? 'mts' : 'mjs'}`;
  return [...flags, join(__dirname, bootstrap), String(skewMs), process.cwd()];
}

/** In Go's words, because Lambda's supervisor of the runtime is written in Go. */
const signalNames: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGILL: 'illegal instruction',
  SIGBUS: 'bus error',
};

/** How a process ended, in the words of Lambda's log. */
export function exitMessage(code: number | null, signal: NodeJS.Signals | null): string {
  const how = signal === null ? `exit status ${code}` : `signal: ${signalNames[signal] ?? signal}`;
  return `Runtime exited with error: ${how}`;
}
