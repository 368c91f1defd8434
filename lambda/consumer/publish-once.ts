import { type CallbackEvent, toEvent } from '../reader/event';
import { identityText } from '../reader/identity/identity';
import { errorCode } from '../shared/error-code';
import { type Claimed, claimWorks } from './claim';
import type { ConsumerDeps } from './deps';
import type { Invocation } from './invocation';
import { failedWork, type Settled, type Work } from './outcome';
import { takeWave } from './waves';

/**
 * Claims, stores, publishes and completes callbacks. Two of one identity are not worked on together: the later one waits
 * until the ledger knows what became of the first.
 */
export async function settle(
  works: readonly Work[],
  invocation: Invocation,
  deps: ConsumerDeps,
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  let pending = works;
  while (pending.length > 0) {
    if (!invocation.hasTimeForWave()) {
      return [...settled, ...pending.map((work) => failedWork(work, 'claim', 'out-of-time'))];
    }
    const { wave, later } = takeWave(pending, ({ callback }) => identityText(callback.identity));
    const { claimed, collided, settled: decided } = await claimWorks(wave, invocation, deps);
    settled.push(...decided, ...(await publishClaimed(claimed, invocation, deps)));
    pending = [...later, ...collided];
  }
  return settled;
}

async function publishClaimed(claimed: readonly Claimed[], invocation: Invocation, deps: ConsumerDeps) {
  const stored = await storeObjects(claimed, invocation, deps);
  const published = await publish(stored.done, invocation, deps);
  const completed = await complete(published.done, invocation, deps);
  return [...stored.failed, ...published.failed, ...completed];
}

interface StepResult {
  readonly done: readonly Claimed[];
  readonly failed: readonly Settled[];
}

/** Before publication: an event must not name an object that is not there. */
async function storeObjects(
  claimed: readonly Claimed[],
  { preparing }: Invocation,
  { store }: ConsumerDeps,
): Promise<StepResult> {
  const done: Claimed[] = [];
  const failed: Settled[] = [];
  const storeOne = async (claim: Claimed) => {
    try {
      await Promise.all(claim.work.callback.objects.map((object) => store.put(object, preparing)));
      done.push(claim);
    } catch (error) {
      failed.push(failedWork(claim.work, 'store', errorCode(error)));
    }
  };
  await Promise.all(claimed.map(storeOne));
  return { done, failed };
}

async function publish(
  claimed: readonly Claimed[],
  { publishing }: Invocation,
  { publisher }: ConsumerDeps,
): Promise<StepResult> {
  if (claimed.length === 0) return { done: [], failed: [] };
  const events = claimed.map(({ work }): CallbackEvent => toEvent(work.callback, work.envelope));
  const refused = await publisher.publish(events, publishing);
  const causeOf = ({ lease }: Claimed) => refused.get(lease.claim.eventId);
  return {
    done: claimed.filter((claim) => causeOf(claim) === undefined),
    failed: claimed.flatMap((claim) => {
      const cause = causeOf(claim);
      return cause === undefined ? [] : [failedWork(claim.work, 'publish', cause)];
    }),
  };
}

/** What cannot be completed goes back: once its lease has lapsed it is published again, under the same id, and completed. */
async function complete(
  claimed: readonly Claimed[],
  { finishing }: Invocation,
  deps: ConsumerDeps,
): Promise<Settled[]> {
  if (claimed.length === 0) return [];
  const leases = claimed.map(({ lease }) => lease);
  const left = new Set(await deps.ledger.complete(leases, deps.now(), finishing));
  return claimed.map(({ work, lease }) =>
    left.has(lease)
      ? failedWork(work, 'complete', 'not-completed')
      : { receipt: work.receipt, work, fate: { code: 'Published', repeated: lease.timesSeen > 1 } },
  );
}
