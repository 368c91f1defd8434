import type { OpsContext } from '../frame/context';
import type { DeployedStack } from '../reads/stack';
import { isOpen, type KeptCallback, listKept } from '../reads/unrecognized';

export interface KeptChoice {
  readonly chosen: readonly KeptCallback[];
  /** Ids that no kept callback has. */
  readonly missing: readonly string[];
  /** Those that are not meant; nothing that is named by its id is left out. */
  readonly left: readonly KeptCallback[];
}

/** The kept callbacks that a command applies to: those named, or of a reason, or all, that a person still has to look at. */
export async function chooseKept(
  context: OpsContext,
  stack: DeployedStack,
  { id, reason }: { readonly id?: readonly string[]; readonly reason?: string },
  isMeant: (kept: KeptCallback) => boolean = isOpen,
): Promise<KeptChoice> {
  const all = await listKept(context, stack, reason === undefined ? {} : { reason });
  if (id === undefined) {
    // Running the command again continues with the rest.
    return { chosen: all.filter(isMeant), missing: [], left: all.filter((kept) => !isMeant(kept)) };
  }
  // By the event id, which is derived from the identity: a caller can choose the request id.
  const found = [...new Set(id)].map((one) => ({ id: one, kept: all.find(({ eventId }) => eventId === one) }));
  return {
    chosen: found.flatMap(({ kept }) => kept ?? []),
    missing: found.filter(({ kept }) => kept === undefined).map((one) => one.id),
    left: [],
  };
}
