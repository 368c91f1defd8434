import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CloudState, Fault, FunctionFault } from '@vibes-callbacks/local-cloud';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';
import { callControl, endChild, readyUrl } from '@vibes-callbacks/local-cloud/start';

const projectFolder = join(__dirname, '..', '..', '..', '..');

/** A fault of an AWS service, or of one of the functions. */
export type AskedFault = Fault | (FunctionFault & { readonly service: 'lambda'; readonly function: FunctionName });

export type FunctionName = 'ingest' | 'consumer' | 'sweep' | 'outcomes';

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
  /** A line of the cloud's own output. */
  readonly onLine?: (line: string) => void;
  /** Ends the start, while it lasts. */
  readonly signal?: AbortSignal;
}

/** The local cloud in a separate process, controlled through its control API, `/_local`. */
export interface LocalCloudProcess {
  /** Of its process, to look up its workers. */
  readonly pid: number;
  readonly endpointUrl: string;
  readonly dataFolder: string;
  state(): Promise<CloudState>;
  addFault(fault: AskedFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Takes new functions and settings from a cloud assembly, while running. */
  deploy(assembly: string): Promise<void>;
  reset(): Promise<void>;
  /** Lets scheduled rules fire now. */
  runSchedules(): Promise<void>;
  /** Ends it as a person would: SIGINT. */
  stop(): Promise<void>;
  /** kill -9, without warning. */
  kill(): Promise<void>;
}

/** Starts `npm start`'s entry point on this very Node and waits for its `ready <EndpointUrl>`. */
export async function startLocalCloud(options: LocalCloudProcessOptions): Promise<LocalCloudProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/cli/bin/local.ts', ...argumentsOf(options)], {
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
    // A terminal's Ctrl-C goes to the parent, which then stops this process.
    detached: process.platform !== 'win32',
  });
  endWithThisProcess(child);
  const { onLine, signal, dataFolder } = options;
  const endpointUrl = await readyUrl(child, { onLine, signal }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const control = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await callControl(endpointUrl, dataFolder, path, init);
    if (!response.ok) throw new Error(`/_local/${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  const tell = async (path: string, body: unknown): Promise<void> => void (await control(path, body));
  return {
    pid: child.pid ?? 0,
    endpointUrl,
    dataFolder,
    state: async () => (await control('state')).json() as Promise<CloudState>,
    addFault: (fault) => tell('faults', fault),
    clearFaults: () => tell('faults', []),
    deploy: (assembly) => tell('deploy', { assembly }),
    reset: () => tell('reset', {}),
    runSchedules: () => tell('schedules', {}),
    stop: async () => {
      await endChild(child, 'SIGINT');
    },
    kill: async () => {
      await endChild(child, 'SIGKILL');
    },
  };
}

function argumentsOf({ dataFolder, username, assembly, port = 0 }: LocalCloudProcessOptions): string[] {
  const fixed = ['--port', String(port), '--data', dataFolder, '--username', username];
  return [...fixed, ...(assembly === undefined ? [] : ['--assembly', assembly])];
}
