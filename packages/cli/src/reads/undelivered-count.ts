import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { deniedAction } from '../frame/explain-error';
import { isoTime } from '../frame/times';
import { attempt } from './attempt';
import { measuredOldest } from './dead-letter-age';
import { inGroups } from './in-groups';
import { noMessages, queueLevels } from './queue';
import { sources } from './sources';
import type { DeployedStack } from './stack';
import { readSubscriptions } from './subscriptions';
import { peekReceivedAt } from './undelivered';

/** Published, but not taken by the customer's system. */
export interface UndeliveredCount {
  readonly count: number;
  /** When the oldest was received. With more than ten in a queue: when it got there, unless an earlier one was seen. */
  readonly oldestReceivedAt: string | null;
  readonly bySubscription: Readonly<Record<string, number>>;
  /** The action that the operator may not call, as in `events:ListRules`: then nothing was counted. */
  readonly notAllowed?: string;
}

const nothing = { count: 0, oldestReceivedAt: null, bySubscription: {} } as const satisfies UndeliveredCount;

export async function countUndelivered(
  context: OpsContext,
  stack: DeployedStack,
  deadline: Deadline,
): Promise<UndeliveredCount> {
  try {
    return await countAll(context, stack, deadline);
  } catch (error) {
    const notAllowed = deniedAction(error);
    if (notAllowed === undefined) throw error;
    return { ...nothing, notAllowed };
  }
}

async function oldestOf(context: OpsContext, queueUrl: string, count: number): Promise<readonly number[]> {
  const seen = await peekReceivedAt(context, queueUrl);
  const measured = await measuredOldest(context, queueUrl, count, context.io.now());
  return [...(seen === undefined ? [] : [seen]), ...measured];
}

async function countAll(context: OpsContext, stack: DeployedStack, deadline: Deadline): Promise<UndeliveredCount> {
  const read = () => readSubscriptions(context, stack);
  const subscriptions = await attempt(context, deadline, sources.undelivered, read, []);
  const counted = await inGroups(subscriptions, 8, async ({ id, queueUrl }) => {
    const of = `${sources.undelivered} of ${id}`;
    const levels = () => queueLevels(context, queueUrl);
    const { visible, inFlight } = await attempt(context, deadline, of, levels, noMessages);
    const count = visible + inFlight;
    const oldest = () => oldestOf(context, queueUrl, count);
    return { id, count, moments: count === 0 ? [] : await attempt(context, deadline, `the age of ${of}`, oldest, []) };
  });
  const some = counted.filter(({ count }) => count > 0);
  const moments = some.flatMap((one) => one.moments);
  return {
    count: some.reduce((sum, { count }) => sum + count, 0),
    oldestReceivedAt: moments.length === 0 ? null : isoTime(Math.min(...moments)),
    bySubscription: Object.fromEntries(some.map(({ id, count }) => [id, count])),
  };
}
