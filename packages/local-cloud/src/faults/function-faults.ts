import { ActiveFaults, type FaultLimits } from './active-faults';

/**
 * `crash`: its worker is killed `delayMs` after it got the invocation. `error`: the invocation fails without being run.
 * `throttle`: refused, as when no concurrency is left. `slow`: handed over `delayMs` late, as after a cold start.
 * `skew`: its clock is off by `skewMs` (new workers take the place of the old).
 */
export const functionModes = ['crash', 'error', 'throttle', 'slow', 'skew'] as const;

/** What `POST /_local/faults` can do to a function itself, with `service: "lambda"`. */
export interface FunctionFault extends FaultLimits {
  readonly mode: (typeof functionModes)[number];
  readonly delayMs?: number;
  readonly skewMs?: number;
}

/** The faults of one function. */
export class FunctionFaults extends ActiveFaults<FunctionFault> {
  /** The fault that strikes the next invocation, or the next worker's start for `skew`. */
  takeAt(kind: 'invocation' | 'start'): FunctionFault | undefined {
    return this.take(({ mode }) => (mode === 'skew') === (kind === 'start'));
  }
}
