import { identityText } from '../../../../../lambda/reader/identity/identity';
import { prefixes } from '../../../../../lib/bucket-prefixes';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { findDropped } from '../../reads/dropped';
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
  if (!key.startsWith(prefixes.overflow)) return [];
  const read = await readOverflow(context, stack, key);
  if (read === undefined) return [];
  const known = await byIdentity(context, stack, identityText(read.callback.identity), deadline);
  return known.length > 0 ? known : [fromMessage(read, 'waiting')];
}

/** What an operator deleted from the dead-letter queue, by any of its ids. */
export async function inDropped(context: OpsContext, stack: DeployedStack, id: string): Promise<FoundCallback[]> {
  const dropped = await findDropped(context, stack, id);
  return dropped.map(({ family, identity, eventId, requestId, messageId, receivedAt, droppedAt }) => ({
    ...{ family, identity, eventId, requestId: requestId ?? messageId },
    state: 'dropped',
    ...{ firstSeenAt: receivedAt, lastSeenAt: droppedAt, timesSeen: 1 },
    cause: 'dead drop',
  }));
}
