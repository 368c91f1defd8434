import { randomUUID } from 'node:crypto';

/** What the service answers to an invoke call. */
export type InvocationResult =
  | { readonly status: 'ok'; readonly payload: Buffer }
  /** `FunctionError`: the function threw, ran out of time or memory, or its process ended. */
  | { readonly status: 'function-error'; readonly errorType: string; readonly message: string }
  /** Never run: no concurrency left (429), or the caller gave up before a worker was free. */
  | { readonly status: 'not-run'; readonly errorType: 'TooManyRequestsException' | 'Abandoned' };

export type FunctionErrorResult = Extract<InvocationResult, { readonly status: 'function-error' }>;

/** Takes a line; the caller decides where it is kept. */
export type InvocationLog = (line: string) => void;

/** What became of an invocation. */
export interface InvocationReport {
  readonly result: InvocationResult;
  readonly durationMs: number;
  /** Invocations that ran when this one began, itself among them. */
  readonly concurrent: number;
}

/** One invocation on its way to a worker and back. */
export interface Invocation {
  readonly id: string;
  readonly payload: string;
  /** Called with each line that the function writes. */
  readonly log: InvocationLog;
  /** More time than the function's own. @default - the function's timeout */
  readonly timeoutMs?: number;
  /** When it was asked for, by the monotonic clock. */
  readonly sinceMs: number;
  /** A worker has it now. */
  given(worker: { kill(): void }): void;
  settle(result: InvocationResult): void;
}

export function functionError(errorType: string, message: string): InvocationResult {
  return { status: 'function-error', errorType, message };
}

/** An invocation requested now. */
export function newInvocation(asked: Omit<Invocation, 'id' | 'sinceMs'>): Invocation {
  return { id: randomUUID(), sinceMs: performance.now(), ...asked };
}
