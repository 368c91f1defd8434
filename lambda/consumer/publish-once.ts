import { type CallbackEntry, toEvent } from '../reader/event';
import { identityText } from '../reader/identity/identity';
import { errorCode } from '../shared/error-code';
import { type Claimed, claimAll } from './claim';
import type { ConsumerDeps } from './deps';
import type { InvocationLimits } from './invocation';
import { failedCallback, type Processed, type ReceivedCallback } from './outcome';
import { takeWave } from './waves';

/**
 * Claims, stores, publishes and completes callbacks. Two with the same identity are not processed together: the later
 * one waits until the ledger has the outcome of the first.
 */
export async function publishOnce(
  callbacks: readonly ReceivedCallback[],
  invocation: InvocationLimits,
  deps: ConsumerDeps,
): Promise<readonly Processed[]> {
  const processed: Processed[] = [];
  let pending = callbacks;
  while (pending.length > 0) {
    if (!invocation.hasTimeForWave()) {
      return [...processed, ...pending.map((received) => failedCallback(received, 'claim', 'out-of-time'))];
    }
    const { wave, later } = takeWave(pending, ({ callback }) => identityText(callback.identity));
    const { claimed, collided, processed: decided } = await claimAll(wave, invocation, deps);
    processed.push(...decided, ...(await publishClaimed(claimed, invocation, deps)));
    pending = [...later, ...collided];
  }
  return processed;
}

async function publishClaimed(claimed: readonly Claimed[], invocation: InvocationLimits, deps: ConsumerDeps) {
  const stored = await storeObjects(claimed, invocation, deps);
  const published = await publish(stored.done, invocation, deps);
  const completed = await complete(published.done, invocation, deps);
  return [...stored.failed, ...published.failed, ...completed];
}

interface StepResult {
  readonly done: readonly Claimed[];
  readonly failed: readonly Processed[];
}

/** Runs before publication, because an event must not refer to an object that does not exist. */
async function storeObjects(
  claimed: readonly Claimed[],
  { preparing }: InvocationLimits,
  { store }: ConsumerDeps,
): Promise<StepResult> {
  const done: Claimed[] = [];
  const failed: Processed[] = [];
  const storeOne = async (claim: Claimed) => {
    try {
      await Promise.all(claim.received.callback.objects.map((object) => store.put(object, preparing)));
      done.push(claim);
    } catch (error) {
      failed.push(failedCallback(claim.received, 'store', errorCode(error)));
    }
  };
  await Promise.all(claimed.map(storeOne));
  return { done, failed };
}

async function publish(
  claimed: readonly Claimed[],
  { publishing }: InvocationLimits,
  { publisher }: ConsumerDeps,
): Promise<StepResult> {
  if (claimed.length === 0) return { done: [], failed: [] };
  const events = claimed.map(({ received }): CallbackEntry => toEvent(received.callback, received.envelope));
  const refused = await publisher.publish(events, publishing);
  const causeOf = ({ lease }: Claimed) => refused.get(lease.claim.eventId);
  return {
    done: claimed.filter((claim) => causeOf(claim) === undefined),
    failed: claimed.flatMap((claim) => {
      const cause = causeOf(claim);
      return cause === undefined ? [] : [failedCallback(claim.received, 'publish', cause)];
    }),
  };
}

/**
 * A callback that cannot be completed goes back to the queue: once its lease has lapsed it is published again, under
 * the same id, and completed.
 */
async function complete(
  claimed: readonly Claimed[],
  { finishing }: InvocationLimits,
  deps: ConsumerDeps,
): Promise<Processed[]> {
  if (claimed.length === 0) return [];
  const leases = claimed.map(({ lease }) => lease);
  const left = new Set(await deps.ledger.complete(leases, deps.now(), finishing));
  return claimed.map(({ received, lease }) =>
    left.has(lease)
      ? failedCallback(received, 'complete', 'not-completed')
      : {
          handle: received.handle,
          received,
          outcome: { code: 'Published', ...(lease.timesSeen > 1 ? { repeated: true } : {}) },
        },
  );
}
