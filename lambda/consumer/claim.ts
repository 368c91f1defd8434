import { families } from '../reader/families';
import { collisionId } from '../reader/identity/collision-id';
import { eventId } from '../reader/identity/identity';
import { withFormerIdentity } from '../reader/identity/identity-rule';
import type { EarlierEvent } from '../reader/unrecognized/unrecognized-callback-schema';
import { errorCode } from '../shared/error-code';
import type { ConsumerDeps } from './deps';
import type { InvocationLimits } from './invocation';
import { failedCallback, type Processed, type ReceivedCallback } from './outcome';
import type { Lease } from './ports';

/** A callback that is ours to publish. */
export interface Claimed {
  readonly received: ReceivedCallback;
  readonly lease: Lease;
}

export interface Claims {
  readonly claimed: Claimed[];
  /** To be claimed again under an identity of their own. */
  readonly collided: ReceivedCallback[];
  readonly processed: Processed[];
}

/** Claims every callback, in parallel: one conditional write each. */
export async function claimAll(
  callbacks: readonly ReceivedCallback[],
  invocation: InvocationLimits,
  deps: ConsumerDeps,
): Promise<Claims> {
  const claims: Claims = { claimed: [], collided: [], processed: [] };
  await Promise.all(callbacks.map((received) => claimOne(received, invocation, deps, claims)));
  return claims;
}

async function claimOne(
  offered: ReceivedCallback,
  invocation: InvocationLimits,
  deps: ConsumerDeps,
  claims: Claims,
): Promise<void> {
  try {
    const received = await underKnownIdentity(offered, invocation, deps);
    const outcome = await deps.ledger.claim(claimOf(received, invocation, deps.now()), invocation.preparing);
    switch (outcome.status) {
      case 'claimed':
        claims.claimed.push({ received, lease: outcome.lease });
        return;
      case 'duplicate':
        claims.processed.push({ handle: received.handle, received, outcome: { code: 'DuplicateDropped' } });
        return;
      case 'held':
        await giveBack(received, outcome.leaseEndsMs, invocation, deps);
        claims.processed.push({ handle: received.handle, received, outcome: { code: 'Held' } });
        return;
      case 'collision':
        await collide(received, outcome.with, invocation, deps, claims);
        return;
      default:
        outcome satisfies never;
    }
  } catch (error) {
    claims.processed.push(failedCallback(offered, 'claim', errorCode(error)));
  }
}

/** What the ledger has under its identity of before an upgrade goes on under that one: a repeat must have its id. */
async function underKnownIdentity(
  received: ReceivedCallback,
  { preparing }: InvocationLimits,
  { ledger }: ConsumerDeps,
): Promise<ReceivedCallback> {
  const { callback } = received;
  if (callback.formerIdentity === undefined || !(await ledger.knows(callback.formerIdentity, preparing)))
    return received;
  return { ...received, callback: withFormerIdentity(callback) };
}

function claimOf({ callback, envelope }: ReceivedCallback, { leaseEndsMs }: InvocationLimits, nowMs: number) {
  const { identity, contentDigest, formerDigest } = callback;
  return {
    identity,
    eventId: eventId(identity),
    detailType: families[identity.family].detailType,
    contentDigest,
    formerDigest,
    requestId: envelope.requestId,
    receivedAtMs: Date.parse(envelope.receivedAt),
    nowMs,
    leaseEndsMs,
  };
}

/** Visible again a second after the lease's end, and no later. It may fail: then the queue's visibility timeout applies. */
async function giveBack(
  received: ReceivedCallback,
  leaseEndsMs: number,
  { preparing }: InvocationLimits,
  deps: ConsumerDeps,
) {
  const seconds = Math.max(0, Math.ceil((leaseEndsMs - deps.now()) / 1000)) + 1;
  try {
    await deps.redelivery.delay(received.handle, seconds, preparing);
  } catch (error) {
    deps.log({ level: 'warn', code: 'DelayFailed', messageId: received.handle.messageId, cause: errorCode(error) });
  }
}

/**
 * The same identity with different content is kept as unrecognized. Its own identity is made of both, identity and
 * content: a retry of it, which is not byte-equal, is a duplicate of its event.
 */
async function collide(
  received: ReceivedCallback,
  earlier: EarlierEvent,
  { preparing }: InvocationLimits,
  deps: ConsumerDeps,
  claims: Claims,
): Promise<void> {
  const { identity } = received.callback;
  if (identity.family === 'unrecognized') {
    claims.processed.push(failedCallback(received, 'claim', 'collision-of-unrecognized'));
    return;
  }
  const collision = { ...collisionId(received.callback), with: earlier };
  const policy = await deps.policy(preparing);
  const callback = deps.unrecognized(received.envelope, 'identity-collision', policy, collision);
  claims.collided.push({ ...received, callback });
}
