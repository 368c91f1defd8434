import type { Envelope } from '../shared/envelope';
import type { Callback, Identity, ReadPolicy } from './callback';
import { collisionId } from './identity/collision-id';
import { readCallback } from './read-callback';
import { unrecognized } from './unrecognized/unrecognized-callback';

/** What the ledger has under an identity. */
export interface LedgerState {
  readonly isPublished: boolean;
  readonly contentDigest: string;
}

export type FindInLedger = (identity: Identity) => Promise<LedgerState | undefined>;

/** Where an operator puts what is sent again: under a key of its own. */
export const sentAgainFolder = 'overflow/again/';

/** Asked for nothing: a callback is read as what it says it is. */
const nothing = { signature: false, certificate: false };

/** Whether what lies under this key was. What an operator sent again was kept as something before, which does not count for it. */
export async function wasObjectPublished(
  key: string,
  envelope: Envelope,
  policy: ReadPolicy,
  find: FindInLedger,
): Promise<boolean> {
  if (key.startsWith(sentAgainFolder)) return isPublishedAs(await readCallback(envelope, policy), find);
  return wasPublished(envelope, policy, find);
}

/**
 * Whether a callback was published, as whatever it may have been: as what it says it is, as unrecognized (other settings
 * or an earlier version may have read it so), or as a collision. Only today's identity would publish the same request
 * twice, under two ids.
 */
export async function wasPublished(envelope: Envelope, policy: ReadPolicy, find: FindInLedger): Promise<boolean> {
  if (await isPublishedAs(await readCallback({ ...envelope, asked: nothing }, policy), find)) return true;
  return isPublishedAs(unrecognized(envelope, 'unknown-format', policy), find);
}

/** Whether it was published as this, under its identity of now or of version 0.1.0, or under a collision's. */
export async function isPublishedAs(callback: Callback, find: FindInLedger): Promise<boolean> {
  for (const { identity, digests } of identitiesOf(callback)) {
    const entry = await find(identity);
    // With other content it is another callback's.
    if (entry?.isPublished && digests.includes(entry.contentDigest)) return true;
  }
  return false;
}

interface PossibleIdentity {
  readonly identity: Identity;
  readonly digests: readonly string[];
}

function identitiesOf(callback: Callback): readonly PossibleIdentity[] {
  const { identity, formerIdentities = [], contentDigest, formerDigests = [] } = callback;
  const digests = [contentDigest, ...formerDigests];
  const own = [identity, ...formerIdentities].map((one) => ({ identity: one, digests }));
  return identity.family === 'unrecognized' ? own : [...own, ...collisionsOf(callback)];
}

/** What it is kept under where other content has its identity, the one of now or the one of before. */
function collisionsOf(callback: Callback): readonly PossibleIdentity[] {
  const { id, formerIds } = collisionId(callback);
  const ids = [id, ...formerIds];
  return ids.map((id) => ({ identity: { family: 'unrecognized', id, part: '-' }, digests: ids }));
}
