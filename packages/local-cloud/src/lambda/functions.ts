import type { LocalAws } from '../aws/local-aws';
import { LocalCloudError } from '../base/local-cloud-error';
import type { FunctionFault } from '../faults/function-faults';
import type { FunctionConfig } from './function-config';
import { FunctionPool, type FunctionStatistics } from './function-pool';
import type { InvocationReport } from './invocation';
import { namedFunction } from './named-function';
import type { RuntimeApi } from './runtime-api';
import { workerEnvironment } from './worker-environment';

/** Lambda takes a thousand at a time; two cores are busy with fewer. */
const maxWorkersOfAFunction = 8;

export interface FunctionsParts {
  readonly aws: Pick<LocalAws, 'endpoint' | 'credentialsOf'>;
  readonly region: string;
  readonly runtimeApi: RuntimeApi;
  onLine(line: string, source: LineSource): void;
  /** Called with what Lambda itself logs about an invocation that returned. @default - ignored */
  readonly onPlatformLine?: (line: string, source: LineSource) => void;
  /** Called when a function that used to start no longer does. */
  onStartError(error: LocalCloudError): void;
  /** @default - ignored */
  readonly onInvocation?: (functionName: string, report: InvocationReport) => void;
}

/** Whose line it is. */
export interface LineSource {
  readonly functionLogicalId: string;
  readonly workerId: string;
}

/** The functions that are supported, found by what callers know of them. */
export class Functions {
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #byArn: ReadonlyMap<string, FunctionPool>;

  constructor(configs: readonly FunctionConfig[], parts: FunctionsParts) {
    const { aws, region, runtimeApi, onLine, onPlatformLine, onStartError, onInvocation } = parts;
    const environmentOf = (config: FunctionConfig, workerId: string) =>
      workerEnvironment(config, {
        workerId,
        region,
        credentials: aws.credentialsOf(config.roleLogicalId),
        awsEndpoint: aws.endpoint,
        runtimeApi: runtimeApi.addressFor(workerId),
      });
    const optionsOf = ({ logicalId: functionLogicalId, name }: FunctionConfig) => ({
      runtimeApi,
      environmentOf,
      onLine: (line: string, workerId: string) => onLine(line, { functionLogicalId, workerId }),
      onPlatformLine: (line: string, workerId: string) => onPlatformLine?.(line, { functionLogicalId, workerId }),
      onStartError,
      onInvocation: (report: InvocationReport) => onInvocation?.(name, report),
      maxWorkers: maxWorkersOfAFunction,
    });
    const pools = configs.map((config) => [config, new FunctionPool(config, optionsOf(config))] as const);
    this.#pools = new Map(pools.map(([{ logicalId }, pool]) => [logicalId, pool]));
    this.#byArn = new Map(pools.map(([{ arn }, pool]) => [arn, pool]));
  }

  get all(): readonly FunctionPool[] {
    return [...this.#pools.values()];
  }

  get statistics(): Readonly<Record<string, FunctionStatistics>> {
    return Object.fromEntries(this.all.map((pool) => [pool.logicalId, pool.statistics]));
  }

  get faultsStruck(): number {
    return this.all.reduce((sum, pool) => sum + pool.faults.struck, 0);
  }

  /** By the logical id of the function that each is of. */
  get faults(): readonly (FunctionFault & { readonly function: string })[] {
    return this.all.flatMap(({ logicalId, faults }) =>
      faults.active.map((fault) => ({ ...fault, function: logicalId })),
    );
  }

  clearCounts(): void {
    for (const pool of this.all) pool.clearCounts();
  }

  byArn(arn: string): FunctionPool {
    return this.#byArn.get(arn) ?? unknown(arn);
  }

  byId(logicalId: string): FunctionPool {
    return this.#pools.get(logicalId) ?? unknown(logicalId);
  }

  /** By what a person calls it: see `namedFunction`. */
  byName(name: string): FunctionPool {
    return this.byId(namedFunction([...this.#pools.keys()], name) ?? unknown(name));
  }

  /**
   * Starts a worker of each, so that a bundle that cannot be loaded is reported at once.
   * @param mustRun those that the stack cannot do without; problems with others are only reported
   * @throws LocalCloudError
   */
  async warm(mustRun: (logicalId: string) => boolean, onError: (error: unknown) => void): Promise<void> {
    await Promise.all(
      this.all.map((pool) =>
        pool.warm().catch((error: unknown) => {
          if (mustRun(pool.logicalId)) throw error;
          onError(error);
        }),
      ),
    );
  }

  /** Replaces the workers, with new code and settings if there are some. */
  async replace(configs: readonly FunctionConfig[], graceMs?: number): Promise<void> {
    await Promise.all(configs.map((config) => this.byId(config.logicalId).replace(config, graceMs)));
  }

  /** Ends each busy worker once it is done, or once the grace period is over. */
  async endBusy(graceMs: number): Promise<void> {
    await Promise.all(this.all.map((pool) => pool.endBusy(graceMs)));
  }

  kill(workerId: string): void {
    this.all.some((pool) => pool.kill(workerId));
  }

  /** How far the worker's clock is off, by a fault. */
  skewOf(workerId: string): number {
    for (const pool of this.all) {
      const skewMs = pool.skewOf(workerId);
      if (skewMs !== undefined) return skewMs;
    }
    return 0;
  }

  clearFaults(): void {
    for (const pool of this.all) pool.clearFaults();
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all(this.all.map((pool) => pool.stop(graceMs)));
  }
}

function unknown(name: string): never {
  throw new LocalCloudError('no-such-function', `The function ${name} is not one of those that the local cloud runs.`);
}
