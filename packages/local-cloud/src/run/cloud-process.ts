import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { callControl, endChild, readDataFile, readEvents, readOutputs, readyUrl } from './cloud-child';
import { functionLogs } from './function-logs';

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

/** What a client of the AWS SDK is made with: `new SQSClient(cloud.aws)`. */
export interface AwsAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Only for S3, because buckets have no host names here. */
  readonly forcePathStyle: true;
}

/** A stack that runs in a separate process. */
export interface CloudProcess {
  readonly endpointUrl: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly aws: AwsAccess;
  /** A file of the data folder. */
  read<T>(name: string): T;
  /** The lines of `events.jsonl`, each parsed. */
  events<T>(): readonly T[];
  logs(name: string): readonly string[];
  /** Calls the control API, and reads its answer. @throws Error with the sentence of a refusal */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  reset(): Promise<void>;
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
  const { script, words, environment, directory = process.cwd(), onLine, timeoutMs = 120_000 } = command;
  const child = spawn(process.execPath, [...nodeFlags(script), script, ...words, '--data', dataFolder], {
    cwd: directory,
    env: { ...process.env, ...environment },
    // The IPC channel tells the cloud that this process is gone, however it died.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stop = async () => {
    await endChild(child, 'SIGTERM');
    if (isOwnFolder) rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const endpointUrl = await readyUrl(child, { onLine, timeoutMs });
    return {
      endpointUrl,
      outputs: readOutputs(dataFolder)[1],
      dataFolder,
      aws: awsAccess(dataFolder),
      read: (name) => readDataFile(dataFolder, name),
      events: () => readEvents(dataFolder),
      logs: (name) => functionLogs(dataFolder, name),
      control: (method, path, body) => control(endpointUrl, dataFolder, { method, path, body }),
      reset: async () => void (await control(endpointUrl, dataFolder, { method: 'POST', path: 'reset' })),
      waitFor: (find, withinMs) => waitFor(find, () => failures(endpointUrl, dataFolder), withinMs),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function awsAccess(dataFolder: string): AwsAccess {
  const { endpoint, region, accessKeyId, secretAccessKey } = readDataFile<Record<string, string>>(
    dataFolder,
    'aws.json',
  );
  if (!endpoint || !region || !accessKeyId || !secretAccessKey) throw new Error('aws.json is incomplete.');
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true };
}

interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

async function control(endpointUrl: string, dataFolder: string, { method, path, body }: ControlCall): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await callControl(endpointUrl, dataFolder, path, init);
  const answer: { readonly message?: unknown } = JSON.parse(await response.text());
  if (!response.ok) throw new Error(`The local cloud answered ${response.status}: ${answer.message}`);
  return answer;
}

/** Names a clone's tsx by its file: the directory that the process starts in may have none. */
function nodeFlags(script: string): readonly string[] {
  const loader = script.endsWith('.ts') ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
  return ['--disable-warning=ExperimentalWarning', ...loader];
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
    const response = await callControl(endpointUrl, dataFolder, 'state', { signal: AbortSignal.timeout(5000) });
    const { functions }: { functions: Readonly<Record<string, FunctionState>> } = JSON.parse(await response.text());
    return Object.entries(functions).flatMap(([name, state]) => failureOf(name, state));
  } catch {
    return [];
  }
}

/** Function output may contain personal data, so it only goes to the log. */
function failureOf(name: string, { startError, errors, invocations }: FunctionState): readonly string[] {
  const [why] = startError?.split('\n') ?? [];
  if (why !== undefined) return [`The function ${name} does not start: ${why}.`];
  return errors === 0 ? [] : [`The function ${name} failed ${errors} of ${invocations} times: see functions.log.`];
}
