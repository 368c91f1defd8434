import type { Context } from 'aws-lambda';
import type { ReadPolicy } from '../reader/callback';
import { wasObjectPublished } from '../reader/was-published';
import { decodeEnvelope, type Envelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { isGeneratedKey } from '../shared/overflow-key';
import { smokeTestId } from '../shared/smoke-test';
import type { SweepDeps } from './deps';
import { inPool } from './in-pool';
import type { PendingObject } from './ports';

export const sweepLimits = {
  /** Younger objects may still be in progress: failing five times takes about seven minutes. */
  youngestMs: 60 * 60_000,
  /** Each object is checked on three days, so the next sweep makes up for a failed one, and old objects are not read forever. */
  oldestMs: (3 * 24 + 1) * 60 * 60_000,
  atOnce: 16,
  /** A hostile object may take about forty times its size in memory while it is read. */
  bytes: 16 * 1024 * 1024,
  /** A larger envelope never fits into a message, so every large MMS is here, although S3 sent its notification. */
  smallBytes: 1024 * 1024,
  /** The sweep starts no object with less time left: enough for three attempts of the slowest call. */
  reserveMs: 35_000,
  /** With less time left, the remaining objects are queued again without being read. */
  readUntilMs: 5 * 60_000,
} as const;

export interface SweepResult {
  readonly looked: number;
  readonly requeued: number;
  /** Of these: queued again without checking whether they were published, because time ran short. */
  readonly undecided: number;
  /** Could not be checked or queued. */
  readonly failed: number;
  /** Not reached in time. */
  readonly left: number;
}

/** Some objects were not checked: Lambda tries again, and `SweepFailed` fires. */
class SweepError extends Error {
  override readonly name = 'SweepError';
}

type Handler = (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SweepResult>;

/**
 * Queues again every overflow object whose callback was never published. An unnecessary notification does no harm: the
 * consumer knows what it has published. An object that fails or is slow to read does not keep others from being queued:
 * most are not read at all, and the rest only while there is time.
 * @returns a handler that throws if it could not check everything, so that Lambda tries again
 */
export function createHandler(deps: SweepDeps): Handler {
  return async (_event, context) => {
    const due = await listDue(deps);
    const result = { looked: 0, requeued: 0, undecided: 0, failed: 0, left: 0 };
    const work = (sweepOne: (object: PendingObject) => Promise<SweptAs>) => async (object: PendingObject) => {
      if (context.getRemainingTimeInMillis() < sweepLimits.reserveMs) result.left += 1;
      else result[await sweepOne(object)] += 1;
    };
    const recorded = due.filter(({ key }) => isGeneratedKey(key));
    // These are not read into memory.
    const unread = { atOnce: sweepLimits.atOnce, bytes: Number.POSITIVE_INFINITY };
    await inPool(
      recorded,
      unread,
      work((object) => sweepRecorded(object, deps)),
    );
    const others = due.filter(({ key }) => !isGeneratedKey(key));
    if (others.length > 0) {
      const policy = await deps.policy();
      const mayRead = () => context.getRemainingTimeInMillis() >= sweepLimits.readUntilMs;
      await inPool(
        others,
        sweepLimits,
        work((object) => sweepUnrecorded(object, mayRead(), policy, deps)),
      );
    }
    const { undecided, failed, left } = result;
    const requeued = result.requeued + undecided;
    const looked = result.looked + requeued;
    const level = failed + left > 0 ? 'error' : 'warn';
    const isOdd = failed + left + undecided > 0;
    deps.log({ code: 'Swept', ...(isOdd ? { level } : {}), looked, requeued, undecided, failed, left });
    if (failed + left > 0) throw new SweepError(`${failed} objects failed, ${left} were not looked at`);
    return { looked, requeued, undecided, failed, left };
  };
}

/**
 * Small objects first: they include what the queue refused, and so come before a body that kills the process. Among them
 * the newest first: if time runs out, the older ones were checked yesterday.
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

type SweptAs = 'looked' | 'requeued' | 'undecided' | 'failed';

/** The ledger says whether the consumer consumed it. */
function sweepRecorded(object: PendingObject, deps: SweepDeps): Promise<SweptAs> {
  return sweepOne(object, deps, async () => ((await deps.ledger.wasConsumed(object.key)) ? 'done' : 'lost'));
}

/** An earlier version stored it, or its consumer processed it, so only its content tells whether it was published. */
function sweepUnrecorded(
  object: PendingObject,
  mayRead: boolean,
  policy: ReadPolicy,
  deps: SweepDeps,
): Promise<SweptAs> {
  return sweepOne(object, deps, async () => {
    if (!mayRead) return 'not known';
    return (await isDone(object, policy, deps)) ? 'done' : 'lost';
  });
}

async function sweepOne(
  object: PendingObject,
  deps: SweepDeps,
  decide: () => Promise<'done' | 'lost' | 'not known'>,
): Promise<SweptAs> {
  const { key } = object;
  let isDecided: boolean;
  try {
    const decision = await decide();
    if (decision === 'done') return 'looked';
    isDecided = decision === 'lost';
    await deps.queue.notify(object);
  } catch (error) {
    deps.log({ code: 'SweepObjectFailed', level: 'error', key, cause: errorCode(error) });
    return 'failed';
  }
  deps.log({ code: 'OverflowRequeued', level: 'warn', key, decided: isDecided });
  deps.count('OverflowRequeued');
  return isDecided ? 'requeued' : 'undecided';
}

/**
 * An unreadable envelope is not done, because the consumer reports it and an alarm fires. An operator's test is always
 * done.
 */
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
    deps.log({ code: 'EnvelopeUnreadable', level: 'warn', key, cause: errorCode(error) });
    return undefined;
  }
}
