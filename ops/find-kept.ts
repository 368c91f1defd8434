import { readKeptRequest } from './aws/kept-request';
import type { DeployedStack } from './aws/stack';
import type { KeptCallback } from './aws/unrecognized';
import type { OpsContext } from './frame/context';

/** The kept callback of an event id, which is in its name, or of a request id, which is in its request. */
export async function findKept(
  context: OpsContext,
  stack: DeployedStack,
  all: readonly KeptCallback[],
  id: string,
): Promise<KeptCallback | undefined> {
  const named = all.find(({ eventId }) => eventId === id);
  if (named !== undefined) return named;
  for (const kept of all) {
    context.io.interrupted.throwIfAborted();
    if ((await readKeptRequest(context, stack, kept))?.head.requestId === id) return kept;
  }
  return undefined;
}
