import type { AwsCall } from '../aws/protocols/call';
import { ActiveFaults } from './active-faults';
import { hasEntries } from './fail-entries';
import type { Fault } from './fault';

/** The faults of AWS services. */
export class ServiceFaults extends ActiveFaults<Fault> {
  /** The fault that this call meets, if any. Of a partial one, the rate is that of the entries. */
  meeting(call: AwsCall): Fault | undefined {
    return this.choose(
      (fault) => concerns(fault, call),
      ({ mode, rate = 1 }) => (mode === 'partial' ? 1 : rate),
    );
  }

  /** A call has felt the fault that it met: not every partial one fails an entry. */
  strike(): void {
    this.struck += 1;
  }
}

function concerns(fault: Fault, call: AwsCall): boolean {
  if (fault.service !== call.service) return false;
  if (fault.mode === 'partial' && !hasEntries(call)) return false;
  return fault.action === undefined || fault.action === call.action;
}
