import type { Callback } from '../reader/callback';
import { collisionId } from '../reader/identity/collision-id';
import { withFormerIdentity } from '../reader/identity/identity-rule';
import { decodeEnvelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import type { SweepDeps } from './deps';
import type { LedgerState, PendingObject } from './ports';

const sweepTimes = {
  /** Younger ones are on their way: failing five times takes some seven minutes. */
  youngestMs: 60 * 60_000,
  /** Each is looked at on three days: a sweep that failed is made good by the next, and old ones are not read for ever. */
  oldestMs: (3 * 24 + 1) * 60 * 60_000,
} as const;

export interface SweepResult {
  readonly looked: number;
  readonly requeued: number;
}

/**
 * What lies in the overflow bucket and was never published is queued again. A notification that is queued in vain does
 * no harm: the consumer knows what it has published.
 * @returns a handler that throws where it could not look at everything, so that Lambda tries again
 */
export function createHandler(deps: SweepDeps): () => Promise<SweepResult> {
  return async () => {
    const nowMs = deps.now();
    let [looked, requeued] = [0, 0];
    for await (const object of deps.overflow.list()) {
      if (!isDue(object, nowMs)) continue;
      looked += 1;
      if (await wasPublished(object, deps)) continue;
      await deps.queue.notify(object);
      requeued += 1;
      deps.log({ level: 'warn', code: 'OverflowRequeued', key: object.key });
      deps.count('OverflowRequeued');
    }
    deps.log({ level: 'info', code: 'Swept', looked, requeued });
    return { looked, requeued };
  };
}

function isDue({ storedAtMs }: PendingObject, nowMs: number): boolean {
  const ageMs = nowMs - storedAtMs;
  return ageMs >= sweepTimes.youngestMs && ageMs < sweepTimes.oldestMs;
}

/** What is no envelope was not published either: the consumer says so of it, and its alarm rings. */
async function wasPublished({ key }: PendingObject, deps: SweepDeps): Promise<boolean> {
  const bytes = await deps.overflow.read(key);
  const envelope = readEnvelope(bytes, key, deps);
  if (envelope === undefined) return false;
  const policy = await deps.policy();
  const { entry, callback } = await findEntry(await deps.readCallback(envelope, policy), deps);
  const { contentDigest, formerDigest } = callback;
  if (entry === undefined || [contentDigest, formerDigest].includes(entry.contentDigest)) return isPublished(entry);
  // The identity is another callback's: this one is kept under its own.
  const kept = deps.unrecognized(envelope, 'identity-collision', policy, collisionId(callback));
  return isPublished((await findEntry(kept, deps)).entry);
}

/** Under the identity of before an upgrade where the ledger knows that one, as the consumer does. */
async function findEntry(callback: Callback, { ledger }: SweepDeps) {
  const former = callback.formerIdentity && (await ledger.find(callback.formerIdentity));
  if (former !== undefined) return { entry: former, callback: withFormerIdentity(callback) };
  return { entry: await ledger.find(callback.identity), callback };
}

function isPublished(entry: LedgerState | undefined): boolean {
  return entry?.isPublished === true;
}

function readEnvelope(bytes: Uint8Array, key: string, deps: SweepDeps) {
  try {
    return decodeEnvelope(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    deps.log({ level: 'warn', code: 'EnvelopeUnreadable', key, cause: errorCode(error) });
    return undefined;
  }
}
