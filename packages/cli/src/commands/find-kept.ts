import type { OpsContext } from '../frame/context';
import { readKeptRequest } from '../reads/kept-request';
import type { DeployedStack } from '../reads/stack';
import type { KeptCallback } from '../reads/unrecognized';

/**
 * The kept callbacks of an event id, which is in their name, or of a request id, which is in their request. A caller can
 * choose a request id, and choose it twice: it is for looking at, and selects nothing that is changed.
 */
export async function findKept(
  context: OpsContext,
  stack: DeployedStack,
  all: readonly KeptCallback[],
  id: string,
): Promise<readonly KeptCallback[]> {
  const named = all.find(({ eventId }) => eventId === id);
  if (named !== undefined) return [named];
  const found: KeptCallback[] = [];
  for (const kept of all) {
    context.io.interrupted.throwIfAborted();
    if ((await readKeptRequest(context, stack, kept))?.head.requestId === id) found.push(kept);
  }
  return found;
}
