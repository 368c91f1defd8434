import type { Callback, Identity } from '../../lambda/reader/callback';
import { wasObjectPublished } from '../../lambda/reader/was-published';
import type { OpsContext } from '../frame/context';
import { hasKeyedIdentity, policyOf, type ReadCallback, readOverflow } from './envelopes';
import { lacksIdentityKey } from './identity-key';
import { queryLedger } from './ledger';
import { type ListedObject, listObjects } from './objects';
import type { DeployedStack } from './stack';

export interface PendingOverflow {
  readonly pending: readonly ListedObject[];
  /** The identity key was not read: they may have been published. To queue them again publishes none twice. */
  readonly undecided: readonly ListedObject[];
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
  const pending: ListedObject[] = [];
  const undecided: ListedObject[] = [];
  for (let start = 0; start < looked.length; start += atOnce) {
    context.io.interrupted.throwIfAborted();
    const some = looked.slice(start, start + atOnce);
    const states = await Promise.all(some.map(({ key }) => stateOf(context, stack, key)));
    pending.push(...some.filter((_, index) => states[index] === 'pending'));
    undecided.push(...some.filter((_, index) => states[index] === 'undecided'));
    onProgress(Math.min(start + atOnce, looked.length), looked.length);
  }
  return { pending, undecided, unchecked: all.length - looked.length };
}

function within(objects: readonly ListedObject[], limits: OverflowLimits): readonly ListedObject[] {
  let bytes = 0;
  return objects.filter(({ size }, index) => {
    bytes += size;
    return index < limits.objects && bytes <= limits.bytes;
  });
}

type OverflowState = 'published' | 'pending' | 'undecided';

async function stateOf(context: OpsContext, stack: DeployedStack, key: string): Promise<OverflowState> {
  const read = await readOverflow(context, stack, key);
  if (read === undefined) return 'pending';
  if (await isPublished(context, stack, key, read)) return 'published';
  return (await isUndecided(context, stack, read)) ? 'undecided' : 'pending';
}

/** Without the key: what the ledger has under another identity is not found, and a sealed digest not compared. */
async function isUndecided(
  context: OpsContext,
  stack: DeployedStack,
  { envelope, callback }: ReadCallback,
): Promise<boolean> {
  if (!(await lacksIdentityKey(context, stack))) return false;
  const entry = await findEntry(context, stack.output('LedgerTableName'), callback.identity);
  return entry === undefined ? hasKeyedIdentity(stack, envelope) : entry.state === 'published';
}

async function isPublished(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
  { envelope }: ReadCallback,
): Promise<boolean> {
  const table = stack.output('LedgerTableName');
  const find = async (identity: Identity) => {
    const entry = await findEntry(context, table, identity);
    return entry && { isPublished: entry.state === 'published', contentDigest: entry.contentDigest };
  };
  return wasObjectPublished(key, envelope, await policyOf(context, stack), find);
}

/** Whether the ledger has another content under this callback's identity. */
export async function collides(
  context: OpsContext,
  stack: DeployedStack,
  { callback }: ReadCallback,
): Promise<boolean> {
  const { entry, isSame } = await findKnown(context, stack.output('LedgerTableName'), callback);
  return entry !== undefined && !isSame;
}

async function findKnown(context: OpsContext, table: string, callback: Callback) {
  const { contentDigest, formerIdentities = [], formerDigests = [] } = callback;
  // The consumer goes on under a former identity that the ledger has.
  for (const identity of [...formerIdentities, callback.identity]) {
    const entry = await findEntry(context, table, identity);
    if (entry !== undefined) return { entry, isSame: [contentDigest, ...formerDigests].includes(entry.contentDigest) };
  }
  return { entry: undefined, isSame: false };
}

async function findEntry(context: OpsContext, table: string, { family, id, part }: Identity) {
  const entries = await queryLedger(context, table, family, id);
  return entries.find((entry) => entry.part === part);
}
