import { availableParallelism } from 'node:os';
import { LocalCloudError } from '../base/local-cloud-error';
import { type FunctionFault, FunctionFaults } from '../faults/function-faults';
import type { FunctionConfig } from './function-config';
import {
  type Invocation,
  type InvocationLog,
  type InvocationReport,
  type InvocationResult,
  newInvocation,
} from './invocation';
import { InvocationCounts } from './invocation-counts';
import { meetFunctionFault } from './meet-function-fault';
import { WorkerSet, type WorkerSetOptions } from './worker-set';

/** What became of a function's invocations since the start. */
export interface FunctionStatistics {
  readonly workers: number;
  readonly busy: number;
  /** Workers that were ever started. */
  readonly started: number;
  readonly invocations: number;
  readonly errors: number;
  /** Why its newest worker did not start: `Runtime.ImportModuleError: …`. Undefined once one started. */
  readonly startError?: string;
}

export interface FunctionPoolOptions extends WorkerSetOptions {
  /** Called for each. @default - ignored */
  readonly onInvocation?: (report: InvocationReport) => void;
  /** A worker did not start, and another invocation waited for it. Reported once while the reason stays the same. */
  readonly onStartError?: (error: LocalCloudError) => void;
  /** The most workers of this function at a time. Lambda has no such bound; a laptop has. */
  readonly maxWorkers: number;
}

/** How long an invocation waits before another worker is started for it. */
const scaleUpAfterMs = 50;
const cores = availableParallelism();

const warmUpTimeoutMs = 30_000;

type Asked = Pick<Invocation, 'payload' | 'log' | 'timeoutMs'> & { readonly signal: AbortSignal | undefined };

/**
 * A function of the template and the workers that run it: one invocation a worker at a time, more workers on demand.
 */
export class FunctionPool {
  readonly #faults = new FunctionFaults();
  readonly #waiting = new Set<Invocation>();
  readonly #warming: ((initError: InvocationResult | undefined) => void)[] = [];
  readonly #workers: WorkerSet;
  readonly #counts: InvocationCounts;
  #scaling: NodeJS.Timeout | undefined;
  #stopped = false;
  #startError: string | undefined;

  constructor(
    private config: FunctionConfig,
    private readonly options: FunctionPoolOptions,
  ) {
    this.#counts = new InvocationCounts(options.onInvocation);
    this.#workers = new WorkerSet(options, {
      onIdle: () => {
        this.#startError = undefined;
        this.#warming.shift()?.(undefined);
        this.#dispatch();
      },
      onGone: (initError) => {
        if (initError !== undefined) this.#startFailed(initError);
        this.#dispatch();
      },
    });
  }

  get logicalId(): string {
    return this.config.logicalId;
  }

  get statistics(): FunctionStatistics {
    const { size: workers, busy, started } = this.#workers;
    const { invocations, errors } = this.#counts;
    const startError = this.#startError;
    return { workers, busy, started, invocations, errors, ...(startError === undefined ? {} : { startError }) };
  }

  /**
   * Invokes the function and waits for what it returns.
   * @param signal the caller gave up: an invocation that no worker has begun by then is not run
   * @param log gets what the function writes meanwhile; its last lines come shortly after the result
   */
  async invoke(payload: string, signal?: AbortSignal, log: InvocationLog = () => undefined): Promise<InvocationResult> {
    if (this.#stopped) return { status: 'not-run', errorType: 'Abandoned' };
    return this.#counts.around(() => this.#invoke({ payload, signal, log }));
  }

  #invoke(asked: Asked): Promise<InvocationResult> {
    const fault = this.#faults.takeAt('invocation');
    const run = (onGiven?: Invocation['given']) => this.#run(asked, onGiven);
    return fault === undefined ? run() : meetFunctionFault(fault, run);
  }

  /**
   * An invocation by the local cloud itself: not counted, failed by no fault, and not killed while the machine is
   * slow.
   */
  warmUp(payload: string): Promise<InvocationResult> {
    return this.#run({ payload, signal: undefined, log: () => undefined, timeoutMs: warmUpTimeoutMs });
  }

  /**
   * Starts a worker, so that a bundle that cannot be loaded is reported at once. @throws LocalCloudError with its init
   * error
   */
  async warm(): Promise<void> {
    const initError = await new Promise<InvocationResult | undefined>((resolve) => {
      this.#warming.push(resolve);
      this.#startWorker();
    });
    if (initError !== undefined) throw this.#doesNotStart(initError);
  }

  /**
   * Replaces the workers, with new code or settings if there are some, as after a deployment. Running invocations
   * finish within the grace period; the next ones get new workers.
   */
  async replace(config: FunctionConfig = this.config, graceMs?: number): Promise<void> {
    this.config = config;
    this.#startError = undefined;
    await this.#workers.retire(undefined, graceMs);
  }

  /** Ends the workers that run something, once that is done or the grace is over. */
  async endBusy(graceMs: number): Promise<void> {
    await this.#workers.retire(({ busy }) => busy, graceMs);
  }

  addFault(fault: FunctionFault): void {
    this.#faults.add(fault);
    // A clock cannot be shifted while it runs: new workers start with the wrong one.
    if (fault.mode === 'skew') void this.#workers.retire();
  }

  clearFaults(): void {
    this.#faults.clear();
    void this.#workers.retire(({ skewMs }) => skewMs !== 0);
  }

  get faults(): Pick<FunctionFaults, 'active' | 'struck'> {
    return this.#faults;
  }

  clearCounts(): void {
    this.#faults.struck = 0;
    this.#counts.clear();
  }

  /** @returns whether the worker is one of this function's */
  kill(workerId: string): boolean {
    return this.#workers.kill(workerId);
  }

  skewOf(workerId: string): number | undefined {
    return this.#workers.skewOf(workerId);
  }

  /** Lets running invocations finish, within the grace period. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#scaling);
    for (const invocation of this.#waiting) invocation.settle({ status: 'not-run', errorType: 'Abandoned' });
    await this.#workers.retire(undefined, graceMs);
  }

  #run({ signal, ...asked }: Asked, onGiven?: Invocation['given']): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const abandon = () => {
        if (this.#waiting.delete(invocation)) resolve({ status: 'not-run', errorType: 'Abandoned' });
      };
      const invocation = newInvocation({
        ...asked,
        given: (worker) => onGiven?.(worker),
        settle: (result) => {
          this.#waiting.delete(invocation);
          signal?.removeEventListener('abort', abandon);
          resolve(result);
        },
      });
      signal?.addEventListener('abort', abandon, { once: true });
      this.#waiting.add(invocation);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (this.#stopped) return;
    for (const invocation of this.#waiting) {
      const worker = this.#workers.takeIdle();
      if (worker === undefined) break;
      this.#waiting.delete(invocation);
      worker.give(invocation);
      invocation.given(worker);
    }
    if (this.#waiting.size > 0) this.#scaleUp();
  }

  /**
   * Starts the first worker at once, and others one at a time when an invocation has waited a while. More workers than
   * cores only while they wait for a slow service: while they compute, one more would slow all of them down.
   */
  #scaleUp(): void {
    const limit = Math.min(this.options.maxWorkers, this.config.reservedConcurrency ?? Number.POSITIVE_INFINITY);
    if (limit === 0) this.#failOldest({ status: 'not-run', errorType: 'TooManyRequestsException' });
    else if (this.#workers.size === 0) this.#startWorker();
    else if (this.#workers.size < limit) this.#scaling ??= setTimeout(() => this.#scaleUpIfSlow(), scaleUpAfterMs);
  }

  #scaleUpIfSlow(): void {
    this.#scaling = undefined;
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const { size, anyStarting, meanBusyMs } = this.#workers;
    const waitedLong = performance.now() - oldest.sinceMs >= scaleUpAfterMs;
    if (waitedLong && !anyStarting && (size < cores || meanBusyMs >= scaleUpAfterMs)) this.#startWorker();
    this.#scaleUp();
  }

  #startWorker(): void {
    this.#workers.start(this.config, this.#faults.takeAt('start')?.skewMs ?? 0);
  }

  /** As in the service: each failed start fails one invocation, the one that has waited longest. */
  #startFailed(error: InvocationResult): void {
    const isNews = reasonOf(error) !== this.#startError;
    this.#startError = reasonOf(error);
    const warming = this.#warming.shift();
    if (warming !== undefined) {
      warming(error);
      return;
    }
    if (isNews) this.options.onStartError?.(this.#doesNotStart(error));
    this.#failOldest(error);
  }

  #doesNotStart(error: InvocationResult): LocalCloudError {
    return new LocalCloudError(
      'function-does-not-start',
      `The function ${this.config.name} does not start: ${reasonOf(error)}`,
    );
  }

  #failOldest(result: InvocationResult): void {
    const [oldest] = this.#waiting;
    oldest?.settle(result);
  }
}

function reasonOf(error: InvocationResult): string {
  return error.status === 'function-error' ? `${error.errorType}: ${error.message}` : error.status;
}
