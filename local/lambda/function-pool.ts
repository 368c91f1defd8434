import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudError } from '../local-cloud-error';
import type { FunctionConfig } from './function-config';
import { type FunctionFault, FunctionFaults } from './function-faults';
import { functionError, type Invocation, type InvocationResult } from './invocation';
import type { RuntimeApi } from './runtime-api';
import { Worker, type WorkerHooks } from './worker';

export interface FunctionPoolOptions {
  readonly runtimeApi: RuntimeApi;
  /** The environment of a worker with this id. */
  environmentOf(config: FunctionConfig, workerId: string): Readonly<Record<string, string>>;
  onLine(line: string): void;
  /** The most workers of this function at a time. Lambda has no such bound; a laptop has. */
  readonly maxWorkers: number;
  /** @default - the Node.js of this process, which is of the functions' runtime */
  readonly nodePath?: string;
}

export interface FunctionStatistics {
  readonly workers: number;
  readonly busy: number;
  readonly started: number;
  readonly invocations: number;
  readonly errors: number;
}

/** A function of the template and the workers that run it: one invocation a worker at a time, more workers on demand. */
export class FunctionPool {
  readonly #faults = new FunctionFaults();
  readonly #workers = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #waiting = new Set<Invocation>();
  readonly #warming: ((initError: InvocationResult | undefined) => void)[] = [];
  #stopped = false;
  #counts = { started: 0, invocations: 0, errors: 0 };

  constructor(
    private config: FunctionConfig,
    private readonly options: FunctionPoolOptions,
  ) {}

  get logicalId(): string {
    return this.config.logicalId;
  }

  get statistics(): FunctionStatistics {
    const busy = [...this.#workers].filter((worker) => worker.busy).length;
    return { workers: this.#workers.size, busy, ...this.#counts };
  }

  /**
   * Invokes the function and waits for what it returns.
   * @param signal the caller gave up: an invocation that no worker has begun by then is not run
   */
  async invoke(payload: string, signal?: AbortSignal): Promise<InvocationResult> {
    this.#counts.invocations += 1;
    const fault = this.#faults.take('invocation');
    const result = await (fault === undefined ? this.#run(payload, signal) : this.#runWith(fault, payload, signal));
    if (result.status !== 'ok') this.#counts.errors += 1;
    return result;
  }

  /** Starts a worker, so that a bundle that cannot be loaded is told at once. @throws LocalCloudError with its init error */
  async warm(): Promise<void> {
    const initError = await new Promise<InvocationResult | undefined>((resolve) => {
      this.#warming.push(resolve);
      this.#startWorker();
    });
    if (initError === undefined || initError.status !== 'function-error') return;
    throw new LocalCloudError(
      `The function ${this.config.name} does not start: ${initError.errorType}: ${initError.message}`,
    );
  }

  /**
   * New workers take the place of the old, with new code or settings where there are some, as after a deployment: what
   * runs finishes within the grace, what comes next meets the new.
   */
  async replace(config: FunctionConfig = this.config, graceMs?: number): Promise<void> {
    this.config = config;
    const old = [...this.#workers];
    const ended = this.#retire(old);
    if (graceMs !== undefined) await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    if (graceMs !== undefined) for (const worker of old) worker.kill();
    await ended;
  }

  addFault(fault: FunctionFault): void {
    this.#faults.add(fault);
    // A clock cannot be shifted while it runs: new workers start with the wrong one.
    if (fault.mode === 'skew') this.#retire([...this.#workers]);
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#retire([...this.#workers].filter((worker) => worker.skewMs !== 0));
  }

  /** @returns whether the worker is one of this function's */
  kill(workerId: string): boolean {
    const worker = [...this.#workers].find(({ id }) => id === workerId);
    worker?.kill();
    return worker !== undefined;
  }

  /** Lets what runs finish, for as long as the grace lasts. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    for (const invocation of this.#waiting) invocation.settle({ status: 'not-run', errorType: 'Abandoned' });
    const deadline = Date.now() + graceMs;
    while (Date.now() < deadline && this.statistics.busy > 0) await sleep(10);
    const ends = [...this.#workers].map((worker) => worker.ended);
    for (const worker of this.#workers) worker.kill();
    await Promise.all(ends);
  }

  /** What they run, they finish. */
  #retire(workers: readonly Worker[]): Promise<unknown> {
    for (const worker of workers) {
      worker.retired = true;
      this.#notIdle(worker);
      if (!worker.busy) worker.kill();
    }
    return Promise.all(workers.map((worker) => worker.ended));
  }

  #notIdle(worker: Worker): void {
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  async #runWith(fault: FunctionFault, payload: string, signal?: AbortSignal): Promise<InvocationResult> {
    switch (fault.mode) {
      case 'error':
        return functionError('Fault', 'told to fail');
      case 'throttle':
        return { status: 'not-run', errorType: 'TooManyRequestsException' };
      case 'slow':
        await sleep(fault.delayMs ?? 0);
        return this.#run(payload, signal);
      case 'crash':
        return this.#run(payload, signal, (worker) => setTimeout(() => worker.kill(), fault.delayMs ?? 0));
      case 'skew':
        return this.#run(payload, signal);
      default:
        return fault.mode satisfies never;
    }
  }

  #run(payload: string, signal?: AbortSignal, onGiven?: Invocation['given']): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const abandon = () => {
        if (this.#waiting.delete(invocation)) resolve({ status: 'not-run', errorType: 'Abandoned' });
      };
      const invocation: Invocation = {
        id: randomUUID(),
        payload,
        given: (worker) => onGiven?.(worker),
        settle: (result) => {
          this.#waiting.delete(invocation);
          signal?.removeEventListener('abort', abandon);
          resolve(result);
        },
      };
      signal?.addEventListener('abort', abandon, { once: true });
      this.#waiting.add(invocation);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (const invocation of this.#waiting) {
      // The one used last first, as Lambda does: it is the warmest, and the others may stay asleep.
      const worker = this.#idle.pop();
      if (worker === undefined) break;
      this.#waiting.delete(invocation);
      worker.give(invocation);
      invocation.given(worker);
    }
    if (this.#waiting.size > 0) this.#scaleUp();
  }

  /** One new worker at a time: on two cores ten that start together would make everyone late. */
  #scaleUp(): void {
    const limit = Math.min(this.options.maxWorkers, this.config.reservedConcurrency ?? Number.POSITIVE_INFINITY);
    const soonIdle = [...this.#workers].filter((worker) => worker.starting || worker.returning);
    if (limit === 0) this.#failOldest({ status: 'not-run', errorType: 'TooManyRequestsException' });
    else if (this.#workers.size >= limit || soonIdle.some((worker) => worker.starting)) return;
    else if (this.#waiting.size > soonIdle.length) this.#startWorker();
  }

  #startWorker(): void {
    const { config, options } = this;
    const id = `worker-${randomUUID()}`;
    const skewMs = this.#faults.take('start')?.skewMs ?? 0;
    const environment = options.environmentOf(config, id);
    const { nodePath = process.execPath } = options;
    const worker = new Worker({ id, config, environment, skewMs, nodePath, hooks: this.#hooks });
    this.#counts.started += 1;
    this.#workers.add(worker);
    options.runtimeApi.add(worker);
  }

  readonly #hooks: WorkerHooks = {
    idle: (worker) => {
      this.#warming.shift()?.(undefined);
      if (worker.retired || this.#stopped) worker.kill();
      else this.#idle.push(worker);
      this.#dispatch();
    },
    gone: (worker, initError) => {
      this.#workers.delete(worker);
      this.options.runtimeApi.remove(worker);
      this.#notIdle(worker);
      if (initError !== undefined && !worker.retired) this.#initFailed(initError);
      if (!this.#stopped) this.#dispatch();
    },
    line: (line) => this.options.onLine(line),
  };

  /** As in the service: each failed start fails one invocation, the one that has waited longest. */
  #initFailed(error: InvocationResult): void {
    const warming = this.#warming.shift();
    if (warming === undefined) this.#failOldest(error);
    else warming(error);
  }

  #failOldest(result: InvocationResult): void {
    const [oldest] = this.#waiting;
    oldest?.settle(result);
  }
}
