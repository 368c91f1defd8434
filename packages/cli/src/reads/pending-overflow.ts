import type { Callback, Identity } from '../../../../lambda/reader/callback';
import { wasObjectPublished } from '../../../../lambda/reader/was-published';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { isGeneratedKey } from '../../../../lambda/shared/overflow-key';
import { prefixes } from '../../../../lib/bucket-prefixes';
import type { OpsContext } from '../frame/context';
import { type Deadline, unhurried } from '../frame/deadline';
import { fetchOverflow, hasKeyedIdentity, policyOf, type ReadCallback, readEnvelope } from './envelopes';
import { lacksIdentityKey } from './identity-key';
import { inGroups } from './in-groups';
import { queryLedger, wasConsumed } from './ledger';
import { type ListedObject, listObjects } from './objects';
import { sources } from './sources';
import type { DeployedStack } from './stack';

export interface PendingOverflow {
  readonly pending: readonly ListedObject[];
  /** The identity key was not readable: they may have been published. Queueing them again publishes none twice. */
  readonly undecided: readonly ListedObject[];
  /** Objects that were not looked at, because of the limits: mostly older than those that were. */
  readonly unchecked: number;
}

/** Each object is read, so that its identity can be looked up in the ledger. */
export interface OverflowLimits {
  readonly objects: number;
  readonly bytes: number;
  readonly deadline: Deadline;
}

/** However long it takes. */
export const everything: OverflowLimits = {
  objects: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  deadline: unhurried(),
};

/** How many are fetched at a time. */
const atOnce = 8;

/** Objects under `overflow/` that were never published, newest first. */
export async function findPendingOverflow(
  context: OpsContext,
  stack: DeployedStack,
  limits: OverflowLimits,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<PendingOverflow> {
  const { deadline } = limits;
  const all = (await listObjects(context, stack.output('BucketName'), prefixes.overflow, deadline)).sort(
    (a, b) => b.storedAtMs - a.storedAtMs,
  );
  const toLookAt = within(all, limits);
  const states = await inGroups(toLookAt, atOnce, async ({ key }, index) => {
    context.io.interrupted.throwIfAborted();
    const state = await stateOf(context, stack, key, () => deadline.cuts(sources.overflow, index));
    if ((index + 1) % atOnce === 0 || index + 1 === toLookAt.length) onProgress(index + 1, toLookAt.length);
    return state;
  });
  const inState = (wanted: OverflowState) => toLookAt.filter((_, index) => states[index] === wanted);
  const unchecked = inState('unchecked').length + all.length - toLookAt.length;
  return { pending: inState('pending'), undecided: inState('undecided'), unchecked };
}

function within(objects: readonly ListedObject[], limits: OverflowLimits): readonly ListedObject[] {
  let bytes = 0;
  return objects.filter(({ size }, index) => {
    bytes += size;
    return index < limits.objects && bytes <= limits.bytes;
  });
}

type OverflowState = 'published' | 'pending' | 'undecided' | 'unchecked';

async function stateOf(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
  isLate: () => boolean,
): Promise<OverflowState> {
  if (isLate()) return 'unchecked';
  if (isGeneratedKey(key)) {
    return (await wasConsumed(context, stack.output('LedgerTableName'), key)) ? 'published' : 'pending';
  }
  const envelope = await fetchOverflow(context, stack, key);
  if (envelope === undefined) return 'pending';
  // Others that were fetched at the same time may have taken long to read.
  if (isLate()) return 'unchecked';
  if (await isPublished(context, stack, key, envelope)) return 'published';
  return (await isUndecided(context, stack, envelope)) ? 'undecided' : 'pending';
}

/** Without the key: what the ledger has under another identity is not found, and a sealed digest not compared. */
async function isUndecided(context: OpsContext, stack: DeployedStack, envelope: Envelope): Promise<boolean> {
  if (!(await lacksIdentityKey(context, stack))) return false;
  const { callback } = await readEnvelope(context, stack, envelope);
  const entry = await findEntry(context, stack.output('LedgerTableName'), callback.identity);
  return entry === undefined ? hasKeyedIdentity(stack, envelope) : entry.state === 'published';
}

async function isPublished(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
  envelope: Envelope,
): Promise<boolean> {
  const table = stack.output('LedgerTableName');
  const find = async (identity: Identity) => {
    const entry = await findEntry(context, table, identity);
    return entry && { ...entry, isPublished: entry.state === 'published' };
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
