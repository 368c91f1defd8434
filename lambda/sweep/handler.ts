import { collisionId } from '../reader/identity/collision-id';
import { decodeEnvelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import type { SweepDeps } from './deps';
import type { LedgerState, PendingObject } from './ports';

export const sweepTimes = {
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
  const callback = await deps.readCallback(envelope, deps.policy);
  const entry = await deps.ledger.find(callback.identity);
  if (entry === undefined || entry.contentDigest === callback.contentDigest) return isPublished(entry);
  // The identity is another callback's: this one is kept under its own.
  const kept = deps.unrecognized(envelope, 'identity-collision', deps.policy, { id: collisionId(callback) });
  return isPublished(await deps.ledger.find(kept.identity));
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
