import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import {
  callControl,
  endChild,
  readDataFile,
  readEvents,
  readOutputs,
  readyUrl,
} from '@vibes-callbacks/local-cloud/start';
import { plainOutputs } from '../../src/reads/plain-outputs';
import type { StackState } from '../../src/start/control-routes';

const root = resolve(__dirname, '..', '..', '..', '..');
const running = new Set<ChildProcess>();

// A failing test does not stop what it started. This is the first hook of all to run after the last test.
afterAll(() => Promise.all([...running].map((child) => endChild(child, 'SIGINT'))));

export interface LocalCloudProcess {
  readonly dataDir: string;
  readonly port: number;
  readonly stackName: string;
  /** As in `outputs.json`, and the service's under their plain names. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly credentials: { readonly username: string; readonly password: string };
  /** What it printed so far, stdout and stderr. */
  lines(): readonly string[];
  /** Published events so far. */
  events(): readonly PublishedEntry[];
  /** The same, each once: under load one may be published again with the same id, when its first answer came too late. */
  differentEvents(): readonly PublishedEntry[];
  state(): Promise<StackState>;
  control(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The launcher that `npm start` runs gets the signal. @returns its exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Process ids of the local cloud itself and of the functions' workers. */
  processes(): readonly number[];
}

export interface PublishedEntry {
  readonly 'detail-type': string;
  readonly detail: {
    readonly metadata: Readonly<Record<string, unknown>> & { readonly id: string; readonly requestId: string };
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export interface StartSettings {
  readonly dataDir: string;
  readonly port?: number;
  readonly more?: readonly string[];
  /** Where it is started. @default the project's folder */
  readonly directory?: string;
  /** Added to this process' environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs what `npm start` runs, and waits for its `ready`. @throws with its output if it ends before */
export async function startLocalCloud({
  dataDir,
  port = 0,
  more = [],
  directory = root,
  env = {},
}: StartSettings): Promise<LocalCloudProcess> {
  const { child, lines } = launch(['--port', String(port), '--data', dataDir, ...more], directory, env);
  const endpoint = await readyUrl(child, {});
  const [stackName, outputs] = readOutputs(dataDir);
  const control = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await callControl(endpoint, dataDir, path, init);
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  return {
    dataDir,
    port: Number(new URL(endpoint).port),
    stackName,
    outputs: { ...plainOutputs(outputs), ...outputs },
    credentials: readDataFile(dataDir, 'credentials.json'),
    lines: () => lines,
    events: () => readEvents(dataDir),
    differentEvents: () => {
      const events = readEvents<PublishedEntry>(dataDir);
      return [...new Map(events.map((event) => [event.detail.metadata.id, event])).values()];
    },
    state: async () => (await control('GET', 'state')).body as StackState,
    control,
    stop: (signal = 'SIGINT') => endChild(child, signal),
    processes: () => descendants(child.pid ?? 0),
  };
}

/** Runs it to its end: what it printed, and its exit code. */
export async function runLocalCloud(
  args: readonly string[],
): Promise<{ readonly code: number; readonly text: string }> {
  const { child, lines } = launch(args);
  const [code] = await once(child, 'close');
  return { code, text: lines.join('\n') };
}

function launch(args: readonly string[], cwd = root, env: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const script = join(root, 'scripts', 'node24.mjs');
  const child = spawn(process.execPath, [script, join(root, 'packages', 'proof', 'bin', 'start.ts'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  return { child, lines };
}

/** Empty if the system does not list them, or the process has ended meanwhile. */
function descendants(pid: number): readonly number[] {
  const children = childrenOf(pid).trim();
  return children === ''
    ? []
    : children
        .split(' ')
        .map(Number)
        .flatMap((child) => [child, ...descendants(child)]);
}

function childrenOf(pid: number): string {
  const path = `/proc/${pid}/task/${pid}/children`;
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}
