import { createHmac } from 'node:crypto';
import { sha256Hex } from '../../shared/sha-256';
import type { Callback, Identity, ReadPolicy } from '../callback';
import { identityText } from './identity';

/** How identities and digests are written. */
export interface IdentityRule {
  /** 64 hex digits for a text that must stay private, or that a key cannot contain. */
  hash(text: string): string;
  /** A digest in the form that may be stored. */
  seal(digest: string): string;
  /** Whether a component is hashed if it does not have its documented shape. */
  readonly checksShape: boolean;
}

/**
 * With the stack's key (docs/decisions/0023-identity-key.md). Without a key, anyone who can read the ledger could find the
 * phone number behind a hash by trying them all.
 */
function keyedRule(key: string): IdentityRule {
  const hash = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return { hash, seal: hash, checksShape: true };
}

/** As version 0.1.0 wrote them; its items are in the ledgers of upgraded stacks. */
const formerRule: IdentityRule = { hash: sha256Hex, seal: (digest) => digest, checksShape: false };

/** The rule of a deployment. */
export function identityRule({ identityKey }: Pick<ReadPolicy, 'identityKey'>): IdentityRule {
  return identityKey === null ? formerRule : keyedRule(identityKey);
}

/** An identity, and the one that the same callback had before there was a key, if that differs. */
export function identify(
  policy: Pick<ReadPolicy, 'identityKey'>,
  make: (rule: IdentityRule) => Identity,
): Pick<Callback, 'identity' | 'formerIdentities'> {
  const identity = make(identityRule(policy));
  const former = make(formerRule);
  return identityText(former) === identityText(identity) ? { identity } : { identity, formerIdentities: [former] };
}

/** The callback under one of its former identities. */
export function withIdentity({ formerIdentities, ...callback }: Callback, identity: Identity): Callback {
  return { ...callback, identity };
}

/**
 * Prefix of digests. It changes whenever what they cover changes, so that a digest of one kind never equals one of
 * another. Digests from before this prefix miss some of what was sent (docs/decisions/0005-idempotency.md).
 */
const digestVersion = 'v2:';

/**
 * The callback with its digests as the ledger keeps them; the former ones both with the key and without it (version
 * 0.1.0).
 */
export function sealDigest(callback: Callback, policy: Pick<ReadPolicy, 'identityKey'>): Callback {
  const { seal } = identityRule(policy);
  const { contentDigest, formerDigests = [] } = callback;
  return {
    ...callback,
    contentDigest: `${digestVersion}${seal(contentDigest)}`,
    formerDigests: [...new Set([...formerDigests.map(seal), ...formerDigests])],
  };
}
