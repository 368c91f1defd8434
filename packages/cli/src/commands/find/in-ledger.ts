import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { findInLedger } from '../../reads/ledger';
import { sources } from '../../reads/sources';
import type { DeployedStack } from '../../reads/stack';
import { type FoundCallback, fromLedger } from './found-callback';

/** By Vibes' id, in every family. */
export async function inLedger(context: OpsContext, stack: DeployedStack, id: string): Promise<FoundCallback[]> {
  const entries = await findInLedger(context, stack, id);
  return entries.map((entry) => fromLedger(entry, context.io.now()));
}

/** By an identity as the consumer logs it: family, id and part. Id and part may contain a `#`. */
export async function byIdentity(
  context: OpsContext,
  stack: DeployedStack,
  identity: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const [family = '', ...rest] = identity.split('#');
  for (let end = rest.length - 1; end > 0; end -= 1) {
    // A caller chooses the id, which may contain hundreds of `#`.
    if (deadline.cuts(sources.ledger, rest.length - 1 - end)) return [];
    const found = await inLedger(context, stack, rest.slice(0, end).join('#'));
    const same = found.filter((one) => one.identity === identity && one.family === family);
    if (same.length > 0) return same;
  }
  return [];
}
