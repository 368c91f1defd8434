import { identityText } from '../../../../../lambda/reader/identity/identity';
import { prefixes } from '../../../../../lib/bucket-prefixes';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { type DroppedCallback, findDropped } from '../../reads/dropped';
import { readOverflow } from '../../reads/envelopes';
import { grouped } from '../../reads/grouped';
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

/** What an operator deleted from the dead-letter queue or from undelivered events, by any of its ids. */
export async function inDropped(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const dropped = await findDropped(context, stack, id, deadline);
  const letters = dropped.filter(({ subscription }) => subscription === null);
  const events = dropped.filter(({ subscription }) => subscription !== null);
  const sameEvent = grouped(events, ({ eventId, messageId }) => eventId ?? messageId);
  return [...letters.map(fromDeadLetter), ...[...sameEvent.values()].flatMap(fromUndelivered)];
}

function fromDeadLetter(record: DroppedCallback): FoundCallback {
  const { receivedAt, droppedAt } = record;
  return {
    ...idsOf(record),
    state: 'dropped',
    ...{ firstSeenAt: receivedAt, lastSeenAt: droppedAt, timesSeen: 1 },
    cause: 'dead drop',
  };
}

/** One event, which was dropped for each of these subscriptions, and published before. */
function fromUndelivered(records: readonly DroppedCallback[]): FoundCallback[] {
  const [first] = records;
  if (first === undefined) return [];
  const { family, receivedAt } = first;
  const drops = records.map(({ subscription, droppedAt }) => `${subscription} at ${droppedAt}`);
  return [
    {
      ...idsOf(first),
      state: family === 'unrecognized' ? 'kept' : 'published',
      ...{ firstSeenAt: receivedAt, lastSeenAt: receivedAt, timesSeen: 1 },
      cause: `undelivered drop: ${drops.join(', ')}`,
    },
  ];
}

function idsOf({ family, identity, eventId, requestId, messageId }: DroppedCallback) {
  return { family, identity, eventId, requestId: requestId ?? messageId };
}
