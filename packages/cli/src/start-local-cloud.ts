import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { callControl, endChild, readCredentials, readEvents, readOutputs, readyUrl } from './local-cloud-child';

export interface LocalCloudOptions {
  /**
   * What `cdk synth` wrote: the folder `cdk.out` of an app with a `VibesCallbacks` in it.
   * @default - the app of the current directory's cdk.json is synthesized
   */
  readonly assembly?: string;
  /** Where its data go. @default - a temporary folder, which goes with it */
  readonly dataFolder?: string;
  /** @default - a free one */
  readonly port?: number;
  /** What callers of the MO route must send. @default - generated */
  readonly password?: string;
  /** Checks the signatures of RBM callbacks. @default - the template says whether they are checked */
  readonly rbmSecret?: string;
  /** Where the app is. @default - the current directory */
  readonly directory?: string;
  /** A line of its output. */
  readonly onLine?: (line: string) => void;
  /** How long its start may take, in ms. @default 120000 */
  readonly timeoutMs?: number;
}

/** One event as a rule's target gets it. */
export interface PublishedEvent {
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: {
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A running local cloud. */
export interface LocalCloud {
  /** Base of the callbacks' URLs, with a slash at its end. */
  readonly endpointUrl: string;
  /** The stack's outputs, with local URLs: `outputs.SmsMoUrl`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly credentials: { readonly username: string; readonly password: string };
  readonly dataFolder: string;
  /** The events that were published so far, in their order. */
  events(): readonly PublishedEvent[];
  /**
   * Waits until `find` gives something other than undefined.
   * @throws Error when nothing was found in time; it names the functions that do not start, and those that failed
   */
  waitFor<T>(find: () => T | undefined | Promise<T | undefined>, timeoutMs?: number): Promise<T>;
  /** Ends it; a temporary data folder goes with it. */
  stop(): Promise<void>;
}

/**
 * Starts the local cloud in a process of its own, and waits until callbacks are accepted.
 * @throws Error with the sentence that it ended with
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const isOwnFolder = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'vibes-callbacks-'));
  const child = spawn(process.execPath, [...nodeFlags, ...commandLine(options, dataFolder)], {
    cwd: options.directory ?? process.cwd(),
    env: { ...process.env, ...secretVariables(options) },
    // The IPC channel tells the cloud that this process is gone, however it died.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stop = async () => {
    await endChild(child, 'SIGTERM');
    if (isOwnFolder) rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const endpointUrl = await readyUrl(child, { onLine: options.onLine, timeoutMs: options.timeoutMs ?? 120_000 });
    return {
      endpointUrl,
      outputs: readOutputs(dataFolder)[1],
      credentials: readCredentials(dataFolder),
      dataFolder,
      events: () => readEvents(dataFolder),
      waitFor: (find, timeoutMs) => waitFor(find, () => failures(endpointUrl, dataFolder), timeoutMs),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const isSource = __filename.endsWith('.ts');
const nodeFlags = ['--disable-warning=ExperimentalWarning', ...(isSource ? ['--import', 'tsx'] : [])];

/** On the command line, every user of this machine would see them. */
function secretVariables({ password, rbmSecret }: LocalCloudOptions): NodeJS.ProcessEnv {
  return {
    ...(password === undefined ? {} : { CALLBACKS_MO_PASSWORD: password }),
    ...(rbmSecret === undefined ? {} : { CALLBACKS_RBM_SECRET: rbmSecret }),
  };
}

function commandLine({ port = 0, assembly }: LocalCloudOptions, dataFolder: string): string[] {
  const program = join(__dirname, '..', 'bin', isSource ? 'vibes-callbacks.ts' : 'vibes-callbacks.js');
  const given = assembly === undefined ? [] : ['--assembly', assembly];
  return [program, 'start', '--port', String(port), '--data', dataFolder, ...given];
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

/** A sentence for each function that failed; none where the local cloud does not answer. */
async function failures(endpointUrl: string, dataFolder: string): Promise<readonly string[]> {
  try {
    const response = await callControl(endpointUrl, dataFolder, 'state', { signal: AbortSignal.timeout(5000) });
    const { functions }: { functions: Readonly<Record<string, FunctionState>> } = JSON.parse(await response.text());
    return Object.entries(functions).flatMap(([name, state]) => failureOf(name, state));
  } catch {
    return [];
  }
}

/** What a function wrote of its invocations may be somebody's text: the log has it. */
function failureOf(name: string, { startError, errors, invocations }: FunctionState): readonly string[] {
  const [why] = startError?.split('\n') ?? [];
  if (why !== undefined) return [`The function ${name} does not start: ${why}.`];
  return errors === 0 ? [] : [`The function ${name} failed ${errors} of ${invocations} times: see functions.log.`];
}
