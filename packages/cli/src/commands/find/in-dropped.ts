import type { OpsContext } from '../../frame/context';
import { findDropped } from '../../reads/dropped';
import type { DeployedStack } from '../../reads/stack';
import type { FoundCallback } from './found-callback';

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
