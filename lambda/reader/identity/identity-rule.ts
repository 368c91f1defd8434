import { createHmac } from 'node:crypto';
import { sha256Hex } from '../../shared/sha-256';
import type { Callback, Identity, ReadPolicy } from '../callback';
import { identityText } from './identity';

/** How identities and digests are written. */
export interface IdentityRule {
  /** 64 hex digits for a text that must not be read, or that a key cannot hold. */
  hash(text: string): string;
  /** A digest as it may be kept. */
  seal(digest: string): string;
  /** Whether a component that has not its documented shape is hashed. */
  readonly checksShape: boolean;
}

/**
 * With the stack's key (docs/decisions/0023-identity-key.md): of a hash without one, whoever can read the ledger finds
 * the phone number in it by trying all.
 */
function keyedRule(key: string): IdentityRule {
  const hash = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return { hash, seal: hash, checksShape: true };
}

/** As version 0.1.0 wrote them, whose items are in the ledgers of stacks that were updated. */
const formerRule: IdentityRule = { hash: sha256Hex, seal: (digest) => digest, checksShape: false };

/** The rule of a deployment. */
export function identityRule({ identityKey }: Pick<ReadPolicy, 'identityKey'>): IdentityRule {
  return identityKey === null ? formerRule : keyedRule(identityKey);
}

/** An identity, and beside it the one that the same callback had before there was a key, where that is another one. */
export function identify(
  policy: Pick<ReadPolicy, 'identityKey'>,
  make: (rule: IdentityRule) => Identity,
): Pick<Callback, 'identity' | 'formerIdentity'> {
  const identity = make(identityRule(policy));
  const formerIdentity = make(formerRule);
  return identityText(formerIdentity) === identityText(identity) ? { identity } : { identity, formerIdentity };
}

/** The callback under the identity that it had before, if that is another one. */
export function withFormerIdentity({ formerIdentity, ...callback }: Callback): Callback {
  return formerIdentity === undefined ? callback : { ...callback, identity: formerIdentity };
}

/** The callback with its digest as the ledger keeps it. */
export function sealDigest(callback: Callback, policy: Pick<ReadPolicy, 'identityKey'>): Callback {
  const { contentDigest: formerDigest } = callback;
  return { ...callback, contentDigest: identityRule(policy).seal(formerDigest), formerDigest };
}
