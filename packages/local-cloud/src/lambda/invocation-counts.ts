import type { InvocationReport, InvocationResult } from './invocation';

/** Counts a function's invocations, and reports the outcome of each. */
export class InvocationCounts {
  invocations = 0;
  errors = 0;
  #running = 0;

  constructor(private readonly onInvocation: (report: InvocationReport) => void = () => undefined) {}

  async around(invoke: () => Promise<InvocationResult>): Promise<InvocationResult> {
    this.invocations += 1;
    this.#running += 1;
    const concurrent = this.#running;
    const startedMs = performance.now();
    const result = await invoke();
    this.#running -= 1;
    if (result.status !== 'ok') this.errors += 1;
    this.onInvocation({ result, concurrent, durationMs: performance.now() - startedMs });
    return result;
  }

  clear(): void {
    this.invocations = 0;
    this.errors = 0;
  }
}
