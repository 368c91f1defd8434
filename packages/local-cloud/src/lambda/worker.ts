import type { ChildProcess } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import type { FunctionConfig } from './function-config';
import { functionError, type Invocation, type InvocationResult } from './invocation';
import { keepsLine } from './logging';
import { MemoryWatch } from './memory-watch';
import { type AbruptEnd, endLines, startLines, timedOutLine } from './platform-lines';
import { exitMessage, startWorkerProcess, type WorkerProcessOptions } from './worker-process';

export interface WorkerHooks {
  /** It asked for its next invocation. */
  idle(worker: Worker): void;
  /** Its process ended. `initError` is set when it never got as far as asking. */
  gone(worker: Worker, initError: InvocationResult | undefined): void;
  line(line: string): void;
  /** A line that Lambda itself logs of each invocation. */
  platformLine(line: string): void;
}

export interface WorkerOptions extends WorkerProcessOptions {
  readonly id: string;
  readonly hooks: WorkerHooks;
}

/** Lambda allows 10 s for initialization. */
const initTimeoutMs = 10_000;
const mib = 1024 * 1024;

/** One execution environment: a process that runs one invocation at a time, killed when it is late or too large. */
export class Worker {
  readonly id: string;
  readonly config: FunctionConfig;
  readonly skewMs: number;
  /** To be ended as soon as it is idle. */
  retired = false;
  readonly ended: Promise<void>;
  readonly #hooks: WorkerHooks;
  readonly #process: ChildProcess;
  readonly #memory: MemoryWatch;
  #next: ServerResponse | undefined;
  #current: Invocation | undefined;
  #last: Invocation | undefined;
  #timer: NodeJS.Timeout;
  #givenAtMs = 0;
  #initialised = false;
  #initError: InvocationResult | undefined;
  #isOutOfMemory = false;

  constructor({ id, hooks, ...options }: WorkerOptions) {
    const { config, skewMs } = options;
    this.id = id;
    this.config = config;
    this.skewMs = skewMs;
    this.#hooks = hooks;
    this.#process = startWorkerProcess(options);
    this.#memory = new MemoryWatch(this.#process.pid, config.memoryMb * mib, () => this.#outgrew());
    this.#memory.start();
    this.ended = this.#watch(this.#process);
    this.#timer = setTimeout(() => this.#initFailed('Sandbox.Timedout', 'Init timed out'), initTimeoutMs);
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** How long it has been working on its invocation. */
  get busyForMs(): number {
    return this.busy ? performance.now() - this.#givenAtMs : 0;
  }

  get starting(): boolean {
    return !this.#initialised;
  }

  /** The worker's `GET /invocation/next`: answered once there is something to do. It may come along with an answer. */
  askedForNext(response: ServerResponse): void {
    this.#initialised = true;
    this.#next = response;
    if (!this.busy) this.#becameIdle();
  }

  /** Hands it an invocation; it must be idle. */
  give(invocation: Invocation): void {
    const { arn } = this.config;
    const { timeoutMs = this.config.timeoutMs } = invocation;
    const response = this.#next;
    this.#next = undefined;
    this.#current = invocation;
    this.#last = invocation;
    this.#givenAtMs = performance.now();
    this.#memory.start();
    for (const line of startLines(this.config.logging, invocation.id, new Date())) this.#hooks.platformLine(line);
    // A late timer must not beat an answer that waits in the socket: let the answer be read first.
    this.#timer = setTimeout(() => setImmediate(() => this.#timedOut(invocation)), timeoutMs);
    response?.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(invocation.payload),
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': Date.now() + timeoutMs,
      'lambda-runtime-invoked-function-arn': arn,
    });
    response?.end(invocation.payload);
  }

  /** The worker's answer; ignored if it is late, or if the process has exceeded its memory. */
  answered(invocationId: string, result: InvocationResult): void {
    if (this.#current?.id === invocationId && !this.#memory.look()) this.#settle(result);
  }

  initFailed(errorType: string, message: string): void {
    this.#initFailed(errorType, message);
  }

  kill(): void {
    this.#next = undefined;
    this.#process.kill('SIGKILL');
  }

  #watch(child: ChildProcess): Promise<void> {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#wrote(line));
    }
    // A failed write to a worker that has ended is ignored: its exit is reported.
    child.stdin?.on('error', () => undefined);
    return new Promise((resolve) => {
      child.once('error', (error) => this.#initFailed('Runtime.ExitError', error.message));
      child.once('exit', (code, signal) => {
        this.#exited(exitMessage(code, signal));
        resolve();
      });
    });
  }

  /** The last lines may be read after the answer: they still belong to that invocation. */
  #wrote(line: string): void {
    if (!keepsLine(this.config.logging, line)) return;
    this.#last?.log(line);
    this.#hooks.line(line);
  }

  #becameIdle(): void {
    clearTimeout(this.#timer);
    this.#memory.stop();
    this.#hooks.idle(this);
  }

  #exited(message: string): void {
    this.#next = undefined;
    clearTimeout(this.#timer);
    this.#memory.stop();
    const errorType = this.#isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
    const error = functionError(errorType, message);
    if (this.#current !== undefined && this.config.logging.format === 'Text') {
      this.#wrote(`RequestId: ${this.#current.id} Error: ${message}`);
      this.#wrote('Runtime.ExitError');
    }
    this.#settle(error, { status: 'error', errorType });
    this.#hooks.gone(this, this.#initialised ? undefined : (this.#initError ?? error));
  }

  #timedOut(invocation: Invocation): void {
    if (this.#current !== invocation) return;
    const seconds = (this.config.timeoutMs / 1000).toFixed(2);
    if (this.config.logging.format === 'Text') this.#wrote(timedOutLine(invocation.id, seconds, new Date()));
    this.kill();
    this.#settle(functionError('Sandbox.Timedout', `Task timed out after ${seconds} seconds`), { status: 'timeout' });
  }

  #outgrew(): void {
    this.#isOutOfMemory = true;
    this.kill();
  }

  #initFailed(errorType: string, message: string): void {
    this.#initError = functionError(errorType, message);
    this.kill();
  }

  /** @param end given where it did not return: then the report is worth a line in every log */
  #settle(result: InvocationResult, end?: AbruptEnd): void {
    const invocation = this.#current;
    if (invocation === undefined) return;
    clearTimeout(this.#timer);
    const durationMs = this.busyForMs;
    this.#current = undefined;
    const usedMb = Math.ceil(this.#memory.peakBytes / mib);
    const { memoryMb, logging } = this.config;
    const thrown = result.status === 'function-error' ? result.errorType : undefined;
    const use = { id: invocation.id, durationMs, memoryMb, usedMb, end, thrown };
    for (const line of endLines(logging, use, new Date())) {
      if (end === undefined) this.#hooks.platformLine(line);
      else this.#wrote(line);
    }
    invocation.settle(result);
    if (this.#next !== undefined) this.#becameIdle();
  }
}
