import { identityText } from '../../../../../lambda/reader/identity/identity';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { readOverflow } from '../../reads/envelopes';
import type { DeployedStack } from '../../reads/stack';
import { type FoundCallback, fromMessage } from './found-callback';
import { byIdentity } from './in-ledger';

/** By the key of an object of the bucket, as `overflow list` prints it. */
export async function inOverflow(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  if (!key.startsWith('overflow/')) return [];
  const read = await readOverflow(context, stack, key);
  if (read === undefined) return [];
  const known = await byIdentity(context, stack, identityText(read.callback.identity), deadline);
  return known.length > 0 ? known : [fromMessage(read, 'waiting')];
}
