import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

let ofThisRun: TemporaryFolder | undefined;

/** A benchmark's part of this run's one temporary folder, made when it is first asked for: `--help` needs none. */
export function benchFolder(name: string): string {
  ofThisRun ??= temporaryFolder('bench-');
  const folder = join(ofThisRun.path, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

export interface FreshProcess {
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once the process runs; what it returns, when it has ended. The script waits by reading its standard input. */
  readonly hold?: (pid: number) => () => void;
}

/**
 * Runs a script in a new Node.js process of this one's version and gives what it wrote, as JSON, to file descriptor 3:
 * functions log to stdout, and a message channel would load modules that the script is measured by.
 */
export async function freshProcess<Result>({ script, ...options }: FreshProcess): Promise<Result> {
  const { arguments: scriptArguments = [], environment = {}, hold } = options;
  const child = spawn(process.execPath, [script, ...scriptArguments], {
    // No `~/.aws`, as in Lambda.
    env: { PATH: process.env.PATH, HOME: benchFolder('empty-home'), ...environment },
    stdio: [hold === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe', 'pipe'],
  });
  endWithThisProcess(child);
  const release = child.pid === undefined ? undefined : hold?.(child.pid);
  child.stdin?.end();
  const [result, problem, status] = await Promise.all([
    text(child.stdio[3] as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    new Promise((resolve) => child.on('close', resolve)),
  ]).finally(release);
  if (status !== 0 || result === '') throw new Error(`${script} ended with ${status}: ${problem}`);
  return JSON.parse(result);
}

/** The result of `consumer-driver.mjs`. */
interface ConsumerRun {
  readonly restBytes: number;
  readonly peakBytes: number;
  readonly wallMs: readonly number[];
}

/** Runs a consumer in a new process, on these events of SQS. */
export function runConsumer(
  entry: string,
  events: readonly object[],
  environment: Readonly<Record<string, string>>,
): Promise<ConsumerRun> {
  const eventsFile = join(benchFolder('consumer'), 'events.json');
  writeFileSync(eventsFile, JSON.stringify(events));
  return freshProcess({ script: join(__dirname, 'consumer-driver.mjs'), arguments: [entry, eventsFile], environment });
}
