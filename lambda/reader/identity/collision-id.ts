import { sha256Hex } from '../../shared/sha-256';
import type { Callback } from '../callback';
import { identityText } from './identity';

/** What a callback is kept under whose identity is taken by other content: made of both, identity and content. */
export function collisionId({ identity, contentDigest }: Pick<Callback, 'identity' | 'contentDigest'>): string {
  return sha256Hex(JSON.stringify([identityText(identity), contentDigest]));
}
