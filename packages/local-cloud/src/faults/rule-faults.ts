import { DeliveryFailure } from '../delivery/message';
import { ActiveFaults, type FaultLimits } from './active-faults';

/**
 * What `POST /_local/faults` can do to the targets of rules, with `service: "rule"`: each call of EventBridge to one
 * fails, `error` with a 5XX of the target, `throttle` with its throttling error. EventBridge tries both again.
 */
export interface RuleFault extends FaultLimits {
  /** A part of the rule's name; every rule where absent. */
  readonly rule?: string;
  readonly mode: 'error' | 'throttle';
}

const failures = {
  error: () => new DeliveryFailure('ERROR_FROM_TARGET', 'The fault made the target answer 5XX.'),
  throttle: () => new DeliveryFailure('THROTTLING', 'The fault made the target throttle.'),
} as const satisfies Record<RuleFault['mode'], () => DeliveryFailure>;

/** The faults of the rules' targets. */
export class RuleFaults extends ActiveFaults<RuleFault> {
  /** @throws DeliveryFailure for a call that meets a fault */
  meet(ruleName: string): void {
    const fault = this.take(({ rule }) => rule === undefined || ruleName.includes(rule));
    if (fault !== undefined) throw failures[fault.mode]();
  }
}
