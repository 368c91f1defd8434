import { randomUUID } from 'node:crypto';
import type { FunctionConfig } from './function-config';
import type { InvocationResult } from './invocation';
import type { RuntimeApi } from './runtime-api';
import { Worker } from './worker';

export interface WorkerSetOptions {
  readonly runtimeApi: RuntimeApi;
  /** The environment of a worker with this id. */
  environmentOf(config: FunctionConfig, workerId: string): Readonly<Record<string, string>>;
  /** A line that the worker of this id wrote. */
  onLine(line: string, workerId: string): void;
  /** Called with each line that Lambda itself logs about an invocation. @default - ignored */
  readonly onPlatformLine?: (line: string, workerId: string) => void;
  /** @default - the Node.js of this process, which is of the functions' runtime */
  readonly nodePath?: string;
}

export interface WorkerSetHooks {
  /** One of them can take an invocation. */
  onIdle(): void;
  /** One of them ended; with its init error if it never became ready. */
  onGone(initError: InvocationResult | undefined): void;
}

/** The workers of one function: started, found when idle, retired. */
export class WorkerSet {
  readonly #all = new Set<Worker>();
  readonly #idle: Worker[] = [];
  #started = 0;

  constructor(
    private readonly options: WorkerSetOptions,
    private readonly hooks: WorkerSetHooks,
  ) {}

  get size(): number {
    return this.#all.size;
  }

  get started(): number {
    return this.#started;
  }

  get busy(): number {
    return [...this.#all].filter((worker) => worker.busy).length;
  }

  /** How long the busy ones have been working, on average. */
  get meanBusyMs(): number {
    const busy = [...this.#all].map(({ busyForMs }) => busyForMs).filter((ms) => ms > 0);
    return busy.length === 0 ? 0 : busy.reduce((sum, ms) => sum + ms, 0) / busy.length;
  }

  get anyStarting(): boolean {
    return [...this.#all].some((worker) => worker.starting);
  }

  start(config: FunctionConfig, skewMs: number): void {
    const { runtimeApi, environmentOf, onLine, onPlatformLine, nodePath = process.execPath } = this.options;
    const id = `worker-${randomUUID()}`;
    const environment = environmentOf(config, id);
    const hooks = {
      idle: (worker: Worker) => this.#becameIdle(worker),
      gone: (worker: Worker, initError: InvocationResult | undefined) => this.#ended(worker, initError),
      line: (line: string) => onLine(line, id),
      platformLine: (line: string) => onPlatformLine?.(line, id),
    };
    const worker = new Worker({ id, config, environment, skewMs, nodePath, hooks });
    this.#started += 1;
    this.#all.add(worker);
    runtimeApi.add(worker);
  }

  /** The one used last, as Lambda does: it is the warmest, and the others may stay asleep. */
  takeIdle(): Worker | undefined {
    return this.#idle.pop();
  }

  /** Those that match take nothing more; what they run, they finish within the grace. Resolves when they have ended. */
  async retire(matches: (worker: Worker) => boolean = () => true, graceMs?: number): Promise<void> {
    const retired = [...this.#all].filter(matches);
    for (const worker of retired) {
      worker.retired = true;
      this.#notIdle(worker);
      if (!worker.busy) worker.kill();
    }
    const timer = graceMs === undefined ? undefined : setTimeout(() => killAll(retired), graceMs);
    await Promise.all(retired.map((worker) => worker.ended));
    clearTimeout(timer);
  }

  /** @returns whether the worker is one of these */
  kill(workerId: string): boolean {
    const worker = [...this.#all].find(({ id }) => id === workerId);
    worker?.kill();
    return worker !== undefined;
  }

  /** Undefined where the worker is not one of these. */
  skewOf(workerId: string): number | undefined {
    return [...this.#all].find(({ id }) => id === workerId)?.skewMs;
  }

  #becameIdle(worker: Worker): void {
    if (worker.retired) worker.kill();
    else this.#idle.push(worker);
    this.hooks.onIdle();
  }

  #ended(worker: Worker, initError: InvocationResult | undefined): void {
    this.#all.delete(worker);
    this.#notIdle(worker);
    this.options.runtimeApi.remove(worker);
    // One that was retired while it started did not fail.
    this.hooks.onGone(worker.retired ? undefined : initError);
  }

  #notIdle(worker: Worker): void {
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }
}

function killAll(workers: readonly Worker[]): void {
  for (const worker of workers) worker.kill();
}
