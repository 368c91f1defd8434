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
