import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** The command line that runs a stack, and prints `ready URL` once it does. */
export interface CloudCommand {
  /** A script of Node.js: TypeScript in a clone, JavaScript in a package. */
  readonly script: string;
  /** Its words, without `--data`. */
  readonly words: readonly string[];
  /** Added to this process's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - the current directory */
  readonly directory?: string | undefined;
  /** @default - a temporary folder, which goes with the process */
  readonly dataFolder?: string | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  /** How long the start may take, in ms. @default 120000 */
  readonly timeoutMs?: number | undefined;
}

/** A stack that runs in a process of its own. */
export interface CloudProcess {
  readonly endpointUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  /** A file of the data folder. */
  read<T>(name: string): T;
  /** The lines of `events.jsonl`, each parsed. */
  events<T>(): readonly T[];
  waitFor<T>(find: () => T | undefined | Promise<T | undefined>, timeoutMs?: number): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Starts it, and waits until it is ready.
 * @throws Error with the sentence that it ended with
 */
export async function startCloudProcess(command: CloudCommand): Promise<CloudProcess> {
  const isOwnFolder = command.dataFolder === undefined;
  const dataFolder = command.dataFolder ?? mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const { script, words, environment, directory = process.cwd() } = command;
  const child = spawn(process.execPath, [...nodeFlags(script), script, ...words, '--data', dataFolder], {
    cwd: directory,
    env: { ...process.env, ...environment },
    // The IPC channel tells the cloud that this process is gone, however it died.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stop = async () => {
    await end(child);
    if (isOwnFolder) rmSync(dataFolder, { recursive: true, force: true });
  };
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(dataFolder, name), 'utf8'));
  try {
    const endpointUrl = await ready(child, command);
    return {
      endpointUrl,
      outputs: Object.values(read<Record<string, Record<string, string>>>('outputs.json'))[0] ?? {},
      dataFolder,
      read,
      events: () => readEvents(dataFolder),
      waitFor: (find, timeoutMs) => waitFor(find, () => failures(endpointUrl, dataFolder), timeoutMs),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A clone's tsx is named by its file: the directory that the process starts in may have none. */
function nodeFlags(script: string): readonly string[] {
  const loader = script.endsWith('.ts') ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
  return ['--disable-warning=ExperimentalWarning', ...loader];
}

async function ready(child: ChildProcess, { onLine = () => undefined, timeoutMs = 120_000 }: CloudCommand) {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The local cloud was started without pipes.');
  const complaints: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    complaints.push(line);
    onLine(line);
  });
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The local cloud was not ready after ${timeoutMs} ms.`)),
      timeoutMs,
    );
    createInterface({ input: stdout }).on('line', (line) => {
      onLine(line);
      const [, url] = /^ready (\S+)$/.exec(line) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`The local cloud did not start: ${complaints.slice(-3).join(' ')}`));
    });
  });
}

function readEvents<T>(dataFolder: string): readonly T[] {
  const path = join(dataFolder, 'events.jsonl');
  if (!existsSync(path)) return [];
  // What comes after the last line's end is still being written.
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function waitFor<T>(
  find: () => T | undefined | Promise<T | undefined>,
  why: () => Promise<readonly string[]>,
  timeoutMs = 30_000,
): Promise<T> {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() >= endsAt) throw new Error([`Nothing was found in ${timeoutMs} ms.`, ...(await why())].join(' '));
    await pause(50);
  }
}

interface FunctionState {
  readonly invocations: number;
  readonly errors: number;
  readonly startError?: string;
}

/** A sentence for each function that failed; none when the local cloud does not answer. */
async function failures(endpointUrl: string, dataFolder: string): Promise<readonly string[]> {
  try {
    const headers = { 'x-local-token': readFileSync(join(dataFolder, 'token'), 'utf8').trim() };
    const response = await fetch(new URL('/_local/state', endpointUrl), { headers, signal: AbortSignal.timeout(5000) });
    const { functions }: { functions: Readonly<Record<string, FunctionState>> } = JSON.parse(await response.text());
    return Object.entries(functions).flatMap(([name, state]) => failureOf(name, state));
  } catch {
    return [];
  }
}

/** What a function wrote may hold somebody's text, so only the log has it. */
function failureOf(name: string, { startError, errors, invocations }: FunctionState): readonly string[] {
  const [why] = startError?.split('\n') ?? [];
  if (why !== undefined) return [`The function ${name} does not start: ${why}.`];
  return errors === 0 ? [] : [`The function ${name} failed ${errors} of ${invocations} times: see functions.log.`];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
