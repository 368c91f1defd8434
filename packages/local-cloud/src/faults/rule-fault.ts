import type { FaultLimits } from './active-faults';

/**
 * What `POST /_local/faults` can do to the targets of rules, with `service: "rule"`: each call of EventBridge to one
 * fails, `error` with a 5XX of the target, `throttle` with its throttling error. EventBridge tries both again.
 */
export interface RuleFault extends FaultLimits {
  /** A part of the rule's name; every rule where absent. */
  readonly rule?: string;
  readonly mode: 'error' | 'throttle';
}
