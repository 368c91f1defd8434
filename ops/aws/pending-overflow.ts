import { collisionId } from '../../lambda/reader/identity/collision-id';
import type { OpsContext } from '../frame/context';
import { type ReadCallback, readOverflow } from './envelopes';
import { findInLedger } from './ledger';
import { listObjects, type StoredObject } from './objects';
import type { DeployedStack } from './stack';

export interface PendingOverflow {
  readonly pending: readonly StoredObject[];
  /** Objects that were not looked at, because of the limits: older than those that were. */
  readonly unchecked: number;
}

export interface OverflowLimits {
  readonly objects: number;
  readonly bytes: number;
}

/** Each of them is read, so that its identity can be looked up in the ledger. */
export const everything: OverflowLimits = { objects: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** How many are read at a time. */
const atOnce = 8;

/** What lies in the bucket under `overflow/` and was never published, the newest first. */
export async function findPendingOverflow(
  context: OpsContext,
  stack: DeployedStack,
  limits: OverflowLimits,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<PendingOverflow> {
  const all = (await listObjects(context, stack.output('BucketName'), 'overflow/')).sort(
    (a, b) => b.storedAtMs - a.storedAtMs,
  );
  const looked = within(all, limits);
  const pending: StoredObject[] = [];
  for (let start = 0; start < looked.length; start += atOnce) {
    context.io.interrupted.throwIfAborted();
    const some = looked.slice(start, start + atOnce);
    const published = await Promise.all(some.map(({ key }) => isPublished(context, stack, key)));
    pending.push(...some.filter((_, index) => !published[index]));
    onProgress(Math.min(start + atOnce, looked.length), looked.length);
  }
  return { pending, unchecked: all.length - looked.length };
}

function within(objects: readonly StoredObject[], limits: OverflowLimits): readonly StoredObject[] {
  let bytes = 0;
  return objects.filter(({ size }, index) => {
    bytes += size;
    return index < limits.objects && bytes <= limits.bytes;
  });
}

async function isPublished(context: OpsContext, stack: DeployedStack, key: string): Promise<boolean> {
  const read = await readOverflow(context, stack, key);
  return read !== undefined && (await wasPublished(context, stack, read));
}

/** Whether the ledger has this callback as published; with other content under the same identity it is another one. */
export async function wasPublished(
  context: OpsContext,
  stack: DeployedStack,
  { callback }: ReadCallback,
): Promise<boolean> {
  const { identity, contentDigest } = callback;
  const table = stack.output('LedgerTableName');
  const [entry] = (await findInLedger(context, table, identity.id, [identity.family])).filter(
    ({ part }) => part === identity.part,
  );
  if (entry === undefined) return false;
  if (entry.contentDigest === contentDigest) return entry.state === 'published';
  const collision = collisionId(callback);
  const kept = await findInLedger(context, table, collision, ['unrecognized']);
  return kept.some(({ state }) => state === 'published');
}
