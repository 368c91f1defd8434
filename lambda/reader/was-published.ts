import type { Envelope } from '../shared/envelope';
import { sentAgainFolder } from '../shared/overflow-key';
import type { Callback, Identity, ReadPolicy } from './callback';
import { collisionId } from './identity/collision-id';
import { readCallback } from './read-callback';
import { unrecognized } from './unrecognized/unrecognized-callback';

/** What the ledger has under an identity. */
export interface LedgerState {
  readonly isPublished: boolean;
  readonly contentDigest: string;
  /** Id of the request that was published. A caller can choose it. */
  readonly requestId: string;
  /** When the consumer first saw the identity. ISO 8601. */
  readonly firstSeenAt: string;
}

export type FindInLedger = (identity: Identity) => Promise<LedgerState | undefined>;

/** Requires no proof, so a callback is read as what it claims to be. */
const nothing = { signature: false, certificate: false };

/**
 * Whether the callback of an overflow object was published, for an object that has no record of its own in the ledger
 * (`isGeneratedKey`). What an operator sent again was kept earlier as something else, which does not count.
 */
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
 * Whether the consumer would drop this request as a duplicate, or has published it as something else before. Another
 * request with the same body counts only if both are read the same: a copy without a signature, a certificate or the
 * right charset is not a publication of the one that has them.
 */
export async function wasPublished(envelope: Envelope, policy: ReadPolicy, find: FindInLedger): Promise<boolean> {
  if (await isPublishedAs(await readCallback(envelope, policy), find)) return true;
  // Version 0.1.0 did not record what was asked, and its settings may have differed from today's.
  if (envelope.asked === undefined) {
    if (await isPublishedAs(await readCallback({ ...envelope, asked: nothing }, policy), find)) return true;
  }
  return wasKept(envelope, policy, find);
}

/** Whether this same request was kept as unrecognized, by an earlier version or under other settings. */
async function wasKept(envelope: Envelope, policy: ReadPolicy, find: FindInLedger): Promise<boolean> {
  for (const { identity } of identitiesOf(unrecognized(envelope, 'unknown-format', policy))) {
    const entry = await find(identity);
    if (entry?.isPublished && isOfRequest(entry, envelope)) return true;
  }
  return false;
}

/** A caller can use a request id twice, but nothing is published before it is received. */
function isOfRequest(entry: LedgerState, { requestId, receivedAt }: Envelope): boolean {
  return entry.requestId === requestId && Date.parse(entry.firstSeenAt) >= Date.parse(receivedAt);
}

/** Whether it was published as this, under today's identity, that of version 0.1.0, or a collision's. */
export async function isPublishedAs(callback: Callback, find: FindInLedger): Promise<boolean> {
  for (const { identity, digests } of identitiesOf(callback)) {
    const entry = await find(identity);
    // With other content, the entry belongs to another callback.
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
  return [...own, ...collisionsOf(callback)];
}

/** The identities it is kept under if other content has its identity, today's or a former one. */
function collisionsOf(callback: Callback): readonly PossibleIdentity[] {
  const { id, formerIds } = collisionId(callback);
  const ids = [id, ...formerIds];
  return ids.map((id) => ({ identity: { family: 'unrecognized', id, part: '-' }, digests: ids }));
}
