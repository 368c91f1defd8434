import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PublishedEvent } from '../../src/aws/events/published-event';
import type { AccessKey } from '../../src/aws/iam/caller';
import type { LocalState } from '../../src/aws/local-aws';
import type { Fault } from '../../src/faults/fault';
import { endChild } from '../../src/run/cloud-child';
import type { Template } from '../../src/template/template';

export interface LocalAwsProcess {
  readonly endpoint: string;
  readonly operator: AccessKey;
  /** By the logical id of the role. */
  readonly credentials: Readonly<Record<string, AccessKey>>;
  /** `Ref` of queues, buckets, tables, buses and secrets. */
  readonly refs: Readonly<Record<string, string>>;
  addFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  state(): Promise<LocalState>;
  told(): Promise<{
    readonly events: readonly PublishedEvent[];
    readonly crashes: readonly string[];
    readonly denials: readonly unknown[];
  }>;
  reset(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** A start that failed: the sentence that a person would read. */
export class StartFailure extends Error {
  constructor(
    message: string,
    readonly mendable: boolean,
  ) {
    super(message);
  }
}

const running = new Set<ChildProcess>();

// A test that fails does not stop what it started. This is the first hook of all to run after the last test.
afterAll(() => Promise.all([...running].map((child) => endChild(child, 'SIGTERM'))));

/** The AWS half of the local cloud in a process of its own: the emulators need Node.js 24, jest may run on another. */
export async function startLocalAwsProcess(settings: {
  readonly template: Template;
  readonly dataDir: string;
  readonly secrets?: Readonly<Record<string, string>>;
}): Promise<LocalAwsProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'template-'));
  const templatePath = join(folder, 'template.json');
  writeFileSync(templatePath, JSON.stringify(settings.template));
  const { dataDir, secrets } = settings;
  const child = startChild(JSON.stringify({ templatePath, dataDir, secrets }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? 'null');
  const ready = await next();
  rmSync(folder, { recursive: true });
  if (ready === null) throw new StartFailure('the process ended without a word', false);
  if ('failed' in ready) throw new StartFailure(ready.failed, ready.mendable);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const command = async (...words: readonly unknown[]) => {
    child.stdin.write(`${JSON.stringify(words)}\n`);
    return next();
  };
  return {
    ...ready,
    addFault: (fault) => command('addFault', fault),
    clearFaults: () => command('clearFaults'),
    state: () => command('state'),
    told: () => command('told'),
    reset: () => command('reset'),
    stop: async () => {
      if (!running.has(child)) return;
      await command('stop');
      await ended;
    },
    kill: async () => {
      process.kill(ready.pid, 'SIGKILL');
      await ended;
    },
  };
}

function startChild(settings: string) {
  const root = join(__dirname, '..', '..', '..', '..');
  const script = join(__dirname, 'local-aws-process.ts');
  const child = spawn(process.execPath, [join(root, 'scripts', 'node24.mjs'), script, settings], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
