import { LocalCloudError } from '../base/local-cloud-error';
import { hasEntries } from './fail-entries';
import type { Fault, RuleFault } from './fault';

/** @throws LocalCloudError when the service has no such action, or `partial` has no such entries */
export function checkAction({ service, action, mode }: Fault, known: readonly string[]): void {
  if (action === undefined) return;
  if (!known.includes(action)) throw unknown(`${service} has no action ${action} here. There is ${known.join(', ')}.`);
  if (mode === 'partial' && !hasEntries({ service, action }))
    throw unknown(`A call of ${action} has no entries that can fail: "partial" never strikes it.`);
}

/** @throws LocalCloudError when no rule has this in its name */
export function checkRule({ rule }: RuleFault, names: readonly string[]): void {
  if (rule === undefined || names.some((name) => name.includes(rule))) return;
  throw unknown(`No rule has ${rule} in its name. The rules are ${names.join(', ')}.`);
}

function unknown(message: string): LocalCloudError {
  return new LocalCloudError('bad-request', message);
}
