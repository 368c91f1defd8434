import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FunctionConfig } from './function-config';
import { functionError, type Invocation, type InvocationResult } from './invocation';

export interface WorkerHooks {
  /** It asked for its next invocation. */
  idle(worker: Worker): void;
  /** Its process ended. `initError` is set when it never got as far as asking. */
  gone(worker: Worker, initError: InvocationResult | undefined): void;
  line(line: string): void;
}

export interface WorkerOptions {
  readonly id: string;
  readonly config: FunctionConfig;
  readonly environment: Readonly<Record<string, string>>;
  /** How far its clock is off. */
  readonly skewMs: number;
  /** The Node.js that runs it. */
  readonly nodePath: string;
  readonly hooks: WorkerHooks;
}

/** The service gives initialisation 10 s of its own. */
const initTimeoutMs = 10_000;

/** One execution environment: a process that runs one invocation at a time, killed when it is late. */
export class Worker {
  readonly id: string;
  readonly config: FunctionConfig;
  readonly skewMs: number;
  /** To be ended as soon as it is idle. */
  retired = false;
  readonly ended: Promise<void>;
  readonly #hooks: WorkerHooks;
  readonly #process: ChildProcess;
  #next: ServerResponse | undefined;
  #current: Invocation | undefined;
  #timer: NodeJS.Timeout;
  #givenAtMs = 0;
  #initialised = false;
  #initError: InvocationResult | undefined;

  constructor({ id, config, environment, skewMs, nodePath, hooks }: WorkerOptions) {
    this.id = id;
    this.config = config;
    this.skewMs = skewMs;
    this.#hooks = hooks;
    this.#process = spawn(nodePath, workerArguments(config, skewMs), {
      cwd: config.bundleDirectory,
      env: environment,
      // Its own group: a terminal's Ctrl-C is for the local cloud, which lets running invocations finish first.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.ended = this.#watch(this.#process);
    this.#timer = setTimeout(() => this.#initFailed('Sandbox.Timedout', 'Init timed out'), initTimeoutMs);
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** How long it has been at its invocation. */
  get busyForMs(): number {
    return this.busy ? performance.now() - this.#givenAtMs : 0;
  }

  get starting(): boolean {
    return !this.#initialised;
  }

  /** The worker's `GET /invocation/next`: answered once there is something to do. */
  askedForNext(response: ServerResponse): void {
    clearTimeout(this.#timer);
    this.#initialised = true;
    this.#next = response;
    this.#hooks.idle(this);
  }

  /** Hands it an invocation; it must be idle. */
  give(invocation: Invocation): void {
    const { timeoutMs, arn } = this.config;
    const response = this.#next;
    this.#next = undefined;
    this.#current = invocation;
    this.#givenAtMs = performance.now();
    // A late timer must not beat an answer that waits in the socket: let the answer be read first.
    this.#timer = setTimeout(() => setImmediate(() => this.#timedOut(invocation)), timeoutMs);
    response?.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': Date.now() + timeoutMs,
      'lambda-runtime-invoked-function-arn': arn,
    });
    response?.end(invocation.payload);
  }

  /** The worker's answer; one that comes too late is ignored. */
  answered(invocationId: string, result: InvocationResult): void {
    if (this.#current?.id === invocationId) this.#settle(result);
  }

  initFailed(errorType: string, message: string): void {
    this.#initFailed(errorType, message);
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #watch(child: ChildProcess): Promise<void> {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#hooks.line(line));
    }
    // A worker that ends while its parent writes is no news: its exit is.
    child.stdin?.on('error', () => undefined);
    return new Promise((resolve) => {
      child.once('error', (error) => this.#initFailed('Runtime.ExitError', error.message));
      child.once('exit', (code, signal) => {
        this.#exited(signal === null ? `exit status ${code}` : `signal: ${signal}`);
        resolve();
      });
    });
  }

  #exited(how: string): void {
    clearTimeout(this.#timer);
    const error = functionError('Runtime.ExitError', `Runtime exited with error: ${how}`);
    this.#settle(error);
    this.#hooks.gone(this, this.#initialised ? undefined : (this.#initError ?? error));
  }

  #timedOut(invocation: Invocation): void {
    if (this.#current !== invocation) return;
    const seconds = (this.config.timeoutMs / 1000).toFixed(2);
    this.#hooks.line(
      JSON.stringify({ level: 'error', code: 'function-timed-out', function: this.config.name, seconds }),
    );
    this.#settle(functionError('Sandbox.Timedout', `Task timed out after ${seconds} seconds`));
    this.kill();
  }

  #initFailed(errorType: string, message: string): void {
    this.#initError = functionError(errorType, message);
    this.kill();
  }

  #settle(result: InvocationResult): void {
    const invocation = this.#current;
    if (invocation === undefined) return;
    clearTimeout(this.#timer);
    this.#current = undefined;
    invocation.settle(result);
  }
}

function workerArguments({ memoryMb }: FunctionConfig, skewMs: number): readonly string[] {
  // As Lambda's bootstrap divides the memory: a tenth for what is young, in two halves, the rest for what is old.
  const youngMb = Math.floor(memoryMb / 10);
  const heap = [`--max-semi-space-size=${Math.floor(youngMb / 2)}`, `--max-old-space-size=${memoryMb - youngMb}`];
  const flags = ['--disable-warning=ExperimentalWarning', ...heap];
  return [...flags, join(__dirname, 'bootstrap.mts'), String(skewMs)];
}
