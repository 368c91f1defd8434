import { detailTypes } from '../reader/callback';
import { eventId, identityText } from '../reader/identity/identity';
import { errorCode } from '../shared/error-code';
import { sha256Hex } from '../shared/sha-256';
import type { ConsumerDeps } from './deps';
import type { Invocation } from './invocation';
import { failedWork, type Settled, type Work } from './outcome';
import type { Lease } from './ports';

/** A callback that is ours to publish. */
export interface Claimed {
  readonly work: Work;
  readonly lease: Lease;
}

export interface Claims {
  readonly claimed: Claimed[];
  /** To be claimed again under an identity of their own. */
  readonly collided: Work[];
  readonly settled: Settled[];
}

/** Claims every work, in parallel: one conditional write each. */
export async function claimWorks(works: readonly Work[], invocation: Invocation, deps: ConsumerDeps): Promise<Claims> {
  const claims: Claims = { claimed: [], collided: [], settled: [] };
  await Promise.all(works.map((work) => claimWork(work, invocation, deps, claims)));
  return claims;
}

async function claimWork(work: Work, invocation: Invocation, deps: ConsumerDeps, claims: Claims): Promise<void> {
  try {
    const outcome = await deps.ledger.claim(claimOf(work, invocation, deps.now()), invocation.preparing);
    switch (outcome.status) {
      case 'claimed':
        claims.claimed.push({ work, lease: outcome.lease });
        return;
      case 'duplicate':
        claims.settled.push({ receipt: work.receipt, work, fate: { code: 'DuplicateDropped' } });
        return;
      case 'held':
        await giveBack(work, outcome.leaseEndsMs, invocation, deps);
        claims.settled.push({ receipt: work.receipt, work, fate: { code: 'Held' } });
        return;
      case 'collision':
        collide(work, deps, claims);
        return;
      default:
        outcome satisfies never;
    }
  } catch (error) {
    claims.settled.push(failedWork(work, 'claim', errorCode(error)));
  }
}

function claimOf({ callback, envelope }: Work, { leaseEndsMs }: Invocation, nowMs: number) {
  const { identity, contentDigest } = callback;
  return {
    identity,
    eventId: eventId(identity),
    detailType: detailTypes[identity.family],
    contentDigest,
    requestId: envelope.requestId,
    nowMs,
    leaseEndsMs,
  };
}

/** A second after the lease's end, so that nobody waits longer. Harmless when it fails: the queue's own time-out is longer. */
async function giveBack(work: Work, leaseEndsMs: number, { preparing }: Invocation, deps: ConsumerDeps) {
  const seconds = Math.max(0, Math.ceil((leaseEndsMs - deps.now()) / 1000)) + 1;
  try {
    await deps.redelivery.delay(work.receipt.receiptHandle, seconds, preparing);
  } catch (error) {
    deps.log({ level: 'warn', code: 'DelayFailed', messageId: work.receipt.messageId, cause: errorCode(error) });
  }
}

/**
 * The same identity with other content is kept and shown. What makes it the same again is both: a retry of it, which is
 * not byte-equal, is a duplicate of its event.
 */
function collide(work: Work, deps: ConsumerDeps, claims: Claims): void {
  const { identity, contentDigest } = work.callback;
  if (identity.family === 'unrecognized') {
    claims.settled.push(failedWork(work, 'claim', 'collision-of-unrecognized'));
    return;
  }
  const id = sha256Hex(JSON.stringify([identityText(identity), contentDigest]));
  const callback = deps.unrecognized(work.envelope, 'identity-collision', deps.policy, id);
  claims.collided.push({ ...work, callback });
}
