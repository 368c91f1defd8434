import { families } from '../reader/families';
import { collisionId } from '../reader/identity/collision-id';
import { eventId } from '../reader/identity/identity';
import { withIdentity } from '../reader/identity/identity-rule';
import type { EarlierEvent } from '../reader/unrecognized/unrecognized-callback-schema';
import { isUnrecognizedReason } from '../reader/unrecognized/unrecognized-reasons';
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
  /** These collided, and are claimed again under an identity of their own. */
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

/**
 * A callback that the ledger knows by its identity from before an upgrade keeps that identity, because a repeat must
 * have its id.
 */
async function underKnownIdentity(
  received: ReceivedCallback,
  { preparing }: InvocationLimits,
  { ledger }: ConsumerDeps,
): Promise<ReceivedCallback> {
  const { callback } = received;
  for (const identity of callback.formerIdentities ?? []) {
    if (await ledger.knows(identity, preparing)) return { ...received, callback: withIdentity(callback, identity) };
  }
  return received;
}

function claimOf({ callback, envelope }: ReceivedCallback, { leaseEndsMs }: InvocationLimits, nowMs: number) {
  const { identity, contentDigest, formerDigests = [] } = callback;
  return {
    identity,
    eventId: eventId(identity),
    detailType: families[identity.family].detailType,
    contentDigest,
    formerDigests,
    requestId: envelope.requestId,
    receivedAtMs: Date.parse(envelope.receivedAt),
    nowMs,
    leaseEndsMs,
  };
}

/**
 * Makes the message visible again a second after the lease ends. This may fail; then the queue's visibility timeout
 * applies.
 */
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
    deps.log({ code: 'DelayFailed', level: 'warn', messageId: received.handle.messageId, cause: errorCode(error) });
  }
}

/**
 * A callback with a known identity but different content is kept as unrecognized. Its own identity is made of both,
 * identity and content, so a retry of it, which is not byte-equal, is a duplicate of its event. A callback that is
 * unrecognized for another reason stays so: its body came before, but not from this caller or not with these headers.
 */
async function collide(
  received: ReceivedCallback,
  earlier: EarlierEvent,
  { preparing }: InvocationLimits,
  deps: ConsumerDeps,
  claims: Claims,
): Promise<void> {
  const { identity, contentDigest, data } = received.callback;
  const collision = collisionId(received.callback);
  const policy = await deps.policy(preparing);
  if (identity.family !== 'unrecognized') {
    const callback = deps.unrecognized(received.envelope, 'identity-collision', policy, {
      ...collision,
      with: earlier,
    });
    claims.collided.push({ ...received, callback });
  } else if (contentDigest !== identity.id && isUnrecognizedReason(data.reason)) {
    const callback = deps.unrecognized(received.envelope, data.reason, policy, collision);
    claims.collided.push({ ...received, callback });
  } else {
    // Cannot happen: an identity that is made of the content cannot have other content.
    claims.processed.push(failedCallback(received, 'claim', 'collision-of-unrecognized'));
  }
}
