import { sha256Hex } from '../../shared/sha-256';
import type { Callback, Identity } from '../callback';
import { identityText } from './identity';

/** An id that is made of content, and the one that version 0.1.0 made of it, without a key. */
export interface KeptId {
  readonly id: string;
  readonly formerId: string;
}

/** What a callback is kept under whose identity is taken by other content: made of both, identity and content. */
export function collisionId(callback: Callback): KeptId {
  const { identity, contentDigest, formerIdentity = identity, formerDigest = contentDigest } = callback;
  return { id: idOf(identity, contentDigest), formerId: idOf(formerIdentity, formerDigest) };
}

function idOf(identity: Identity, digest: string): string {
  return sha256Hex(JSON.stringify([identityText(identity), digest]));
}
