import { sha256Hex } from '../../shared/sha-256';
import type { Callback, Identity } from '../callback';
import { identityText } from './identity';

/** An id that is made of content, and the ids that earlier versions may have made of the same content. */
export interface KeptId {
  readonly id: string;
  readonly formerIds: readonly string[];
}

/** The id for a callback whose identity belongs to other content: it is made of both, identity and content. */
export function collisionId({
  identity,
  contentDigest,
  formerIdentities = [],
  formerDigests = [],
}: Pick<Callback, 'identity' | 'contentDigest' | 'formerIdentities' | 'formerDigests'>): KeptId {
  const digests = [contentDigest, ...formerDigests];
  const ids = [identity, ...formerIdentities].flatMap((one) => digests.map((digest) => idOf(one, digest)));
  const id = idOf(identity, contentDigest);
  return { id, formerIds: ids.filter((one) => one !== id) };
}

function idOf(identity: Identity, digest: string): string {
  return sha256Hex(JSON.stringify([identityText(identity), digest]));
}
