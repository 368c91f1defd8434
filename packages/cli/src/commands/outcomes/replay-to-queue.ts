import { parseJson } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';
import { joinNeeds, type Needs } from '../../policy/needs';
import { inGroups } from '../../reads/in-groups';
import { deleteBatch, queueLevels } from '../../reads/queue';
import { cancelReplay, findReplays, isUnderWay, replayState, startReplay } from '../../reads/replays';
import type { DeployedStack } from '../../reads/stack';
import {
  createTemporarySubscription,
  findTemporaryNeeds,
  findTemporarySubscriptions,
  removeTemporarySubscription,
  type TemporarySubscription,
  temporarySubscriptionNeeds,
} from '../../reads/temporary-subscription';

export const replayToQueueNeeds: Needs = joinNeeds(temporarySubscriptionNeeds, findTemporaryNeeds, {
  'events:StartReplay': ['archive', 'replays'],
  'events:DescribeReplay': ['replays'],
  'events:ListReplays': ['anything'],
  'events:CancelReplay': ['replays'],
  'sqs:GetQueueAttributes': ['temporaryQueues'],
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Longer than any span takes to be replayed; then `doctor` reports what is left over. */
const lastsMs = 24 * hourMs;
const visibilitySeconds = 15 * 60;
/** A rule that was just created "might not immediately start matching" (API reference, PutRule). */
const ruleTakesMs = minuteMs;
/** A rule and queue created, or whose replay ended, more recently than this may belong to a run still under way. */
const restMs = 15 * minuteMs;
/**
 * Each takes a second. SQS counts approximately, and EventBridge delivers the last events after the replay has ended.
 */
const quietRounds = { aws: 20, local: 3 };
const receivers = 8;
const waitSeconds = 1;

export interface WantedReplay {
  readonly types: readonly string[];
  /** Of the events' own times; epoch milliseconds. `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  onEvents(events: readonly unknown[]): void;
}

/**
 * Replays the archive to a temporary rule and queue, and hands over the events, each at least once. Only the replay
 * reaches the queue, and no other rule gets the replay. Removes both at the end, also after a failure or an
 * interruption.
 * @returns the replay's last state
 */
export async function replayToQueue(
  context: OpsContext,
  stack: DeployedStack,
  { types, from, to, onEvents }: WantedReplay,
): Promise<{ readonly replay: string; readonly state: string }> {
  const pattern = { 'detail-type': types, 'replay-name': [{ prefix: replayPrefix }] };
  const expiresAtMs = context.io.now() + lastsMs;
  const subscription = await createTemporarySubscription(context, stack, {
    ...{ purpose: 'rebuild', pattern, expiresAtMs, visibilitySeconds },
    retentionSeconds: lastsMs / 1000,
  });
  let replay: string | undefined;
  try {
    if (context.access.dataFolder === undefined) {
      context.note('Waiting a minute until EventBridge uses the new rule …');
      await context.io.pause(ruleTakesMs);
    }
    context.io.interrupted.throwIfAborted();
    const prefix = prefixOf(subscription.name);
    replay = await startReplay(context, stack, { prefix, from, to, ruleArn: subscription.ruleArn });
    const state = await drain(context, subscription, replay, onEvents);
    return { replay, state };
  } catch (error) {
    if (replay !== undefined) await cancelReplay(context, replay).catch(() => undefined);
    throw error;
  } finally {
    await removeTemporarySubscription(context, stack, subscription);
  }
}

const replayPrefix = 'vibes-rebuild-';

/** Says which subscription a replay is for. */
function prefixOf(subscriptionName: string): string {
  return `${replayPrefix}${subscriptionName.split('-').at(-1)}-`;
}

/** Receives until the replay has ended and nothing more comes. */
async function drain(
  context: OpsContext,
  subscription: TemporarySubscription,
  replay: string,
  onEvents: WantedReplay['onEvents'],
): Promise<string> {
  const rounds = context.access.dataFolder === undefined ? quietRounds.aws : quietRounds.local;
  let received = 0;
  let notedAtMs = context.io.now();
  for (let quiet = 0, state = 'STARTING'; ; ) {
    context.io.interrupted.throwIfAborted();
    const batches = await inGroups(Array.from({ length: receivers }), receivers, () => take(context, subscription));
    const events = batches.flat();
    onEvents(events);
    received += events.length;
    if (context.io.now() - notedAtMs >= minuteMs) {
      notedAtMs = context.io.now();
      context.note(`${received} events so far …`);
    }
    if (events.length > 0) {
      quiet = 0;
      continue;
    }
    if (isUnderWay(state)) state = await replayState(context, replay);
    if (isUnderWay(state)) continue;
    const { visible, inFlight } = await queueLevels(context, subscription.queueUrl);
    quiet = visible + inFlight === 0 ? quiet + 1 : 0;
    if (quiet >= rounds) return state;
  }
}

/** Up to ten events, which are deleted: what an interruption takes with it is in the archive. */
async function take(context: OpsContext, { queueUrl }: TemporarySubscription): Promise<readonly unknown[]> {
  const { client, sdk } = await context.clients.sqs();
  const { Messages = [] } = await client.send(
    new sdk.ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds }),
  );
  const taken = Messages.map(({ ReceiptHandle = '' }) => ({ receiptHandle: ReceiptHandle }));
  if (taken.length > 0) await deleteBatch(context, queueUrl, taken);
  return Messages.map(({ Body = '' }) => parseJson(Body));
}

/** What a run that was killed left behind. One that may still be running is left alone, and named. */
export async function removeLeftovers(context: OpsContext, stack: DeployedStack): Promise<void> {
  const found = (await findTemporarySubscriptions(context, stack)).filter(({ purpose }) => purpose === 'rebuild');
  for (const left of found) {
    const createdAtMs = Date.parse(left.expiresAt ?? '') - lastsMs;
    const replays = await findReplays(context, prefixOf(left.name));
    const usedAtMs = Math.max(createdAtMs || 0, ...replays.map(({ endedAtMs }) => endedAtMs ?? 0));
    const isInUse = replays.some((one) => one.isUnderWay) || context.io.now() - usedAtMs < restMs;
    if (isInUse) {
      context.note(
        `${left.name} belongs to another "outcomes rebuild", which is running or was killed less than 15 minutes ago: it stays.`,
      );
      continue;
    }
    await removeTemporarySubscription(context, stack, left);
    context.note(`Removed ${left.name}, which an interrupted "outcomes rebuild" left behind.`);
  }
}
