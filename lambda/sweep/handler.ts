import type { Context } from 'aws-lambda';
import type { ReadPolicy } from '../reader/callback';
import { wasObjectPublished } from '../reader/was-published';
import { decodeEnvelope, type Envelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { smokeTestId } from '../shared/smoke-test-id';
import type { SweepDeps } from './deps';
import { inPool } from './in-pool';
import type { PendingObject } from './ports';

export const sweepLimits = {
  /** Younger ones are on their way: failing five times takes some seven minutes. */
  youngestMs: 60 * 60_000,
  /** Each is looked at on three days: a sweep that failed is made good by the next, and old ones are not read for ever. */
  oldestMs: (3 * 24 + 1) * 60 * 60_000,
  atOnce: 16,
  /** A hostile one may take some forty times its size while it is read. */
  bytes: 16 * 1024 * 1024,
  /** What is larger never fitted into a message: each large MMS is here, though S3 told of it. */
  smallBytes: 1024 * 1024,
  /** Nothing is begun with less than this left: three attempts of the slowest call. */
  reserveMs: 35_000,
} as const;

export interface SweepResult {
  readonly looked: number;
  readonly requeued: number;
  /** Could not be looked at, or not be queued. */
  readonly failed: number;
  /** The time was over before it was their turn. */
  readonly left: number;
}

/** Some objects were not looked at: Lambda tries again, and `SweepFailed` fires. */
class SweepError extends Error {
  override readonly name = 'SweepError';
}

type Handler = (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SweepResult>;

/**
 * What lies in the overflow bucket and was never published is queued again. A notification that is queued in vain does
 * no harm: the consumer knows what it has published. One object that fails stops no other.
 * @returns a handler that throws where it could not look at everything, so that Lambda tries again
 */
export function createHandler(deps: SweepDeps): Handler {
  return async (_event, context) => {
    const due = await listDue(deps);
    const policy = await deps.policy();
    const result = { looked: 0, requeued: 0, failed: 0, left: 0 };
    await inPool(due, sweepLimits, async (object) => {
      if (context.getRemainingTimeInMillis() < sweepLimits.reserveMs) result.left += 1;
      else result[await sweepOne(object, policy, deps)] += 1;
    });
    const { requeued, failed, left } = result;
    const looked = result.looked + requeued;
    deps.log({ level: failed + left > 0 ? 'error' : 'info', code: 'Swept', looked, requeued, failed, left });
    if (failed + left > 0) throw new SweepError(`${failed} objects failed, ${left} were not looked at`);
    return { looked, requeued, failed, left };
  };
}

/**
 * The small ones first: what the queue refused is among them, and a body that kills the process stands after them. Of
 * these the newest first: if the time is not enough for all, the older ones were looked at yesterday.
 */
async function listDue({ overflow, now }: SweepDeps): Promise<readonly PendingObject[]> {
  const nowMs = now();
  const due: PendingObject[] = [];
  for await (const object of overflow.list()) if (isDue(object, nowMs)) due.push(object);
  const isLarge = ({ size }: PendingObject) => Number(size > sweepLimits.smallBytes);
  return due.sort((one, other) => isLarge(one) - isLarge(other) || other.storedAtMs - one.storedAtMs);
}

function isDue({ storedAtMs }: PendingObject, nowMs: number): boolean {
  const ageMs = nowMs - storedAtMs;
  return ageMs >= sweepLimits.youngestMs && ageMs < sweepLimits.oldestMs;
}

async function sweepOne(
  object: PendingObject,
  policy: ReadPolicy,
  deps: SweepDeps,
): Promise<'looked' | 'requeued' | 'failed'> {
  const { key } = object;
  try {
    if (await isDone(object, policy, deps)) return 'looked';
    await deps.queue.notify(object);
  } catch (error) {
    deps.log({ level: 'error', code: 'SweepObjectFailed', key, cause: errorCode(error) });
    return 'failed';
  }
  deps.log({ level: 'warn', code: 'OverflowRequeued', key });
  deps.count('OverflowRequeued');
  return 'requeued';
}

/** What is no envelope was not published: the consumer says so of it, and its alarm rings. An operator's test is none. */
async function isDone({ key }: PendingObject, policy: ReadPolicy, deps: SweepDeps): Promise<boolean> {
  const envelope = readEnvelope(await deps.overflow.read(key), key, deps);
  if (envelope === undefined) return false;
  if (smokeTestId(envelope) !== undefined) return true;
  return wasObjectPublished(key, envelope, policy, deps.ledger.find);
}

function readEnvelope(bytes: Uint8Array, key: string, deps: SweepDeps): Envelope | undefined {
  try {
    return decodeEnvelope(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    deps.log({ level: 'warn', code: 'EnvelopeUnreadable', key, cause: errorCode(error) });
    return undefined;
  }
}
