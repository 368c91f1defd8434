import { identityText } from '../../../../../lambda/reader/identity/identity';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { isoTime } from '../../frame/times';
import { readEnvelope } from '../../reads/envelopes';
import { inGroups } from '../../reads/in-groups';
import { readKept } from '../../reads/kept-request';
import { readObject } from '../../reads/objects';
import { sources } from '../../reads/sources';
import type { DeployedStack } from '../../reads/stack';
import { type KeptCallback, listKept } from '../../reads/unrecognized';
import type { FoundCallback } from './found-callback';
import { byIdentity } from './in-ledger';

/** Reads only the newest for an id in their content. There are few, or an alarm fires. */
const limits = { objects: 500, bytesEach: 5 * 1024 * 1024 };

/** By its event's id, or by an id anywhere in its body: an unrecognized callback has no id of its own. */
export async function inKept(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const all = await listKept(context, stack, { deadline });
  const named = all.filter(({ eventId }) => eventId === id);
  const found = (some: readonly KeptCallback[]) =>
    inGroups(some, 4, async (kept, index) =>
      deadline.cuts(sources.unrecognized, index) ? unread(kept) : toFound(context, stack, kept, deadline),
    );
  if (named.length > 0) return found(named);
  const pattern = wholeWord(id);
  if (pattern === undefined) return [];
  const candidates = all.filter(({ size }) => size <= limits.bytesEach).slice(0, limits.objects);
  const holds = await inGroups(candidates, 8, async ({ name }, index) => {
    if (deadline.cuts(sources.unrecognized, index)) return false;
    const bytes = await readObject(context, stack.output('BucketName'), `${name}.bin`);
    return bytes !== undefined && pattern.test(Buffer.from(bytes).toString('latin1'));
  });
  return found(candidates.filter((_, index) => holds[index]));
}

/** A shorter one would match everything. */
function wholeWord(id: string): RegExp | undefined {
  if (id.length < 4) return undefined;
  const escaped = Buffer.from(id)
    .toString('latin1')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
}

/** From its name alone, because reading it may take a second, and many may contain the same id. */
function unread({ eventId, keptAtMs }: KeptCallback): FoundCallback {
  const at = isoTime(keptAtMs);
  return {
    ...{ family: 'unrecognized', identity: null, state: 'kept', eventId, requestId: null, cause: null },
    ...{ firstSeenAt: at, lastSeenAt: at, timesSeen: 1 },
  };
}

async function toFound(
  context: OpsContext,
  stack: DeployedStack,
  kept: KeptCallback,
  deadline: Deadline,
): Promise<FoundCallback> {
  const envelope = await readKept(context, stack, kept);
  const read = envelope === undefined ? undefined : await readEnvelope(context, stack, envelope);
  const at = envelope?.receivedAt ?? isoTime(kept.keptAtMs);
  // The identity of a collision does not follow from its request.
  const identity = read?.eventId === kept.eventId ? identityText(read.callback.identity) : null;
  // The ledger knows when and how often it was seen, and gives the same answer for every id.
  const [known] = identity === null ? [] : await byIdentity(context, stack, identity, deadline);
  if (known !== undefined) return known;
  return {
    family: 'unrecognized',
    identity,
    state: 'kept',
    ...{ firstSeenAt: at, lastSeenAt: at, timesSeen: 1 },
    eventId: kept.eventId,
    requestId: envelope?.requestId ?? null,
    cause: null,
  };
}
