import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fault, FunctionFault, LocalState } from '@vibes-callbacks/local-cloud';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';

const projectFolder = join(__dirname, '..', '..', '..', '..');

/** A fault of an AWS service, or of one of the functions. */
export type AskedFault = Fault | (FunctionFault & { readonly service: 'lambda'; readonly function: FunctionName });

export type FunctionName = 'ingest' | 'consumer' | 'sweep';

export interface LocalCloudProcessOptions {
  /** Where the cloud keeps its data, outputs, credentials and events. */
  readonly dataFolder: string;
  readonly username: string;
  readonly password: string;
  readonly rbmSecret: string;
  /** An existing cloud assembly instead of a fresh synthesis. */
  readonly assembly?: string;
  /** @default - a free one */
  readonly port?: number;
  /** For the Node.js that runs it: a profile, for one. */
  readonly nodeFlags?: readonly string[];
  /** A line of the cloud's own output. */
  readonly onLine?: (line: string) => void;
  /** Ends the start, while it lasts. */
  readonly signal?: AbortSignal;
}

/** The local cloud in a process of its own, steered through its control API, `/_local`. */
export interface LocalCloudProcess {
  /** Its process: what it costs can be asked of the system. */
  readonly pid: number;
  readonly endpointUrl: string;
  readonly dataFolder: string;
  state(): Promise<LocalState>;
  addFault(fault: AskedFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Takes new functions and settings from a cloud assembly, while running. */
  deploy(assembly: string): Promise<void>;
  reset(): Promise<void>;
  /** What rules do by a schedule is done now. */
  runSchedules(): Promise<void>;
  /** Ends it as a person would: SIGINT. */
  stop(): Promise<void>;
  /** kill -9: nobody is asked. */
  kill(): Promise<void>;
}

/** Starts `npm start`'s entry point on this very Node and waits for its `ready <EndpointUrl>`. */
export async function startLocalCloud(options: LocalCloudProcessOptions): Promise<LocalCloudProcess> {
  const flags = [...(options.nodeFlags ?? []), '--import', 'tsx'];
  const child = spawn(process.execPath, [...flags, 'packages/cli/bin/local.ts', ...argumentsOf(options)], {
    cwd: projectFolder,
    env: {
      ...process.env,
      CALLBACKS_SETTINGS: 'none',
      // On the command line, every user of this machine would see them.
      CALLBACKS_MO_PASSWORD: options.password,
      CALLBACKS_RBM_SECRET: options.rbmSecret,
    },
    // The IPC channel tells the cloud that this process is gone, however it died.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A terminal's Ctrl-C is for whoever started it, who then ends it in its time.
    detached: process.platform !== 'win32',
  });
  endWithThisProcess(child);
  const endpointUrl = await ready(child, options.onLine ?? (() => undefined), options.signal);
  const headers = { 'x-local-token': readFileSync(join(options.dataFolder, 'token'), 'utf8').trim() };
  const control = (path: string, body?: unknown) => call(new URL(`/_local/${path}`, endpointUrl), headers, body);
  return {
    pid: child.pid ?? 0,
    endpointUrl,
    dataFolder: options.dataFolder,
    state: async () => (await control('state')).json() as Promise<LocalState>,
    addFault: async (fault) => {
      await control('faults', fault);
    },
    clearFaults: async () => {
      await control('faults', []);
    },
    deploy: async (assembly) => {
      await control('deploy', { assembly });
    },
    reset: async () => {
      await control('reset', {});
    },
    runSchedules: async () => {
      await control('schedules', {});
    },
    stop: () => end(child, 'SIGINT'),
    kill: () => end(child, 'SIGKILL'),
  };
}

function argumentsOf({ dataFolder, username, assembly, port = 0 }: LocalCloudProcessOptions): string[] {
  const fixed = ['--port', String(port), '--data', dataFolder, '--username', username];
  return [...fixed, ...(assembly === undefined ? [] : ['--assembly', assembly])];
}

async function ready(child: ChildProcess, onLine: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the local cloud was started without pipes');
  const complaints: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    complaints.push(line);
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      child.kill('SIGKILL');
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp);
    createInterface({ input: stdout }).on('line', (line) => {
      onLine(line);
      const [, url] = /^ready (\S+)$/.exec(line) ?? [];
      if (!url) return;
      signal?.removeEventListener('abort', giveUp);
      resolve(url);
    });
    child.once('exit', () => reject(new Error(`the local cloud did not start: ${complaints.slice(-3).join(' ')}`)));
  });
}

async function call(url: URL, headers: Readonly<Record<string, string>>, body: unknown): Promise<Response> {
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
  return response;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
