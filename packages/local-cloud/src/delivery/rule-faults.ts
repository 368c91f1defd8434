import { ActiveFaults } from '../faults/active-faults';
import type { RuleFault } from '../faults/fault';
import { DeliveryFailure } from './message';

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
