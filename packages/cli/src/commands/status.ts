import { defineCommand } from '../frame/command';
import type { OpsContext } from '../frame/context';
import { answerSoon, type Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import type { ListedAlarm } from '../reads/alarm-states';
import { readAlarms } from '../reads/alarm-states';
import { attempt } from '../reads/attempt';
import { deadLetterAge } from '../reads/dead-letter-age';
import { identityNeeds } from '../reads/identity-key';
import { queueNameOf, readMetrics } from '../reads/metrics';
import { readOutcomesHealth } from '../reads/outcomes-health';
import { findPendingOverflow, type PendingOverflow } from '../reads/pending-overflow';
import { noMessages, type QueueCounts, queueLevels } from '../reads/queue';
import { readRefusals } from '../reads/refusals';
import { noRetries, readRetries } from '../reads/retries';
import { sources } from '../reads/sources';
import type { DeployedStack } from '../reads/stack';
import { subscriptionNeeds } from '../reads/subscriptions';
import {
  countTurnedAway,
  hasPassedSince,
  readWrongCredentials,
  type TurnedAway,
  withoutTests,
} from '../reads/turned-away';
import { countUndelivered } from '../reads/undelivered-count';
import { isOpen, listKept } from '../reads/unrecognized';
import { statusText } from './status-text';
import { judgeStatus, type Status, type TurnedAwayFacts } from './status-verdict';

const hourMs = 3_600_000;

const noneTurnedAway: TurnedAway = {
  byIngest: 0,
  byGateway: 0,
  byGatewayOnMo: 0,
  passedOnMo: 0,
  calls: 0,
  lastAtMs: undefined,
  lastWrongAtMs: undefined,
};
const noOverflow: PendingOverflow = { pending: [], undecided: [], unchecked: 0 };

/** Each one is read, and a bucket full of large MMS must not delay the answer. */
const overflowLimits = { objects: 200, bytes: 64 * 1024 * 1024 };

export const status = defineCommand({
  name: 'status',
  about: 'Start here: is anything lost, what is waiting, what is dead, which alarms are on.',
  example: 'status',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, {
    ...subscriptionNeeds,
    'sqs:GetQueueAttributes': ['callbackQueue', 'retryQueue', 'deadLetterQueue', 'undeliveredQueues', 'outcomesQueue'],
    'sqs:ReceiveMessage': ['deadLetterQueue', 'undeliveredQueues'],
    'cloudwatch:GetMetricData': ['anything'],
    'cloudwatch:DescribeAlarms': ['anything'],
    'logs:FilterLogEvents': ['logGroups'],
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['overflowObjects'],
    'dynamodb:Query': ['ledger'],
    ...identityNeeds,
  }),
  run: async (context) => {
    const stack = await context.stack();
    const judged = await readStatus(context, stack);
    const found = { ...judged, advice: judged.advice.map(context.typed) };
    for (const advice of found.advice) context.io.err(advice);
    return {
      code: found.verdict === 'fine' ? 0 : 1,
      json: found,
      text: () => statusText(found, stack.name, context),
    };
  },
});

async function readStatus(context: OpsContext, stack: DeployedStack): Promise<Status> {
  const nowMs = context.io.now();
  const deadline = answerSoon(context);
  const lastHour = { fromMs: nowMs - hourMs, untilMs: nowMs };
  const [waiting, dead, undelivered, overflow, unrecognized, refused, turnedAway, outcomes, alarms] = await Promise.all(
    [
      readWaiting(context, stack, nowMs, deadline),
      readDead(context, stack, nowMs, deadline),
      countUndelivered(context, stack, deadline),
      readOverflowState(context, stack, nowMs, deadline),
      countKept(context, stack, nowMs - 24 * hourMs, deadline),
      readRefusals(context, stack, lastHour, deadline),
      readTurnedAway(context, stack, lastHour, deadline),
      readOutcomesHealth(context, stack, nowMs, deadline),
      readAlarms(context, stack.name, deadline),
    ],
  );
  return judgeStatus({
    version: stack.optional('Version') ?? null,
    commit: stack.optional('Commit') ?? null,
    ...waiting,
    dead,
    undelivered,
    overflow,
    unrecognized,
    refused,
    turnedAway,
    outcomes,
    alarms: alarms.filter(({ state }) => state === 'ALARM').map(shortAlarm),
    leftOut: deadline.leftOut,
    unread: deadline.unread,
    nowMs,
  });
}

async function readWaiting(context: OpsContext, stack: DeployedStack, nowMs: number, deadline: Deadline) {
  const queues = [
    { name: sources.callbackQueue, url: stack.output('CallbackQueueUrl') },
    { name: sources.retryQueue, url: stack.output('RetryQueueUrl') },
  ];
  const metrics = queues.map(({ url }) => ({
    namespace: 'AWS/SQS',
    name: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queueNameOf(url) },
    statistic: 'Maximum' as const,
  }));
  const readAges = () => readMetrics(context, metrics, { fromMs: nowMs - 300_000, untilMs: nowMs });
  const [levels, measured] = await Promise.all([
    Promise.all(
      queues.map(({ name, url }) => attempt(context, deadline, name, () => queueLevels(context, url), noMessages)),
    ),
    attempt(context, deadline, 'how long callbacks have waited', readAges, []),
  ]);
  // The age was measured before the queue was emptied.
  const ages = measured.flatMap((points, index) => (isEmpty(levels[index]) ? [] : points.slice(-1)));
  const count = levels.reduce((sum, { visible }) => sum + visible, 0);
  const inFlight = levels.reduce((sum, level) => sum + level.inFlight, 0);
  const oldestSeconds = ages.length === 0 ? null : Math.max(...ages.map(({ value }) => value));
  const retrying = await attempt(
    context,
    deadline,
    sources.retries,
    () => readRetries(context, stack, count + inFlight, nowMs),
    noRetries,
  );
  return { waiting: { count, oldestSeconds }, inFlight, retrying };
}

function isEmpty({ visible, inFlight }: Pick<QueueCounts, 'visible' | 'inFlight'> = noMessages): boolean {
  return visible + inFlight === 0;
}

async function readTurnedAway(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
  deadline: Deadline,
): Promise<TurnedAwayFacts> {
  // Includes the current minute.
  const readCounts = () => countTurnedAway(context, stack, { ...span, untilMs: span.untilMs + 60_000 });
  const counted = await attempt(context, deadline, sources.turnedAway, readCounts, noneTurnedAway);
  const readTests = () => withoutTests(context, stack, span, counted);
  // How many calls came through matters only if there were challenges.
  const { lastAtMs, lastWrongAtMs, ...counts } =
    counted.byGatewayOnMo === 0
      ? counted
      : await attempt(context, deadline, "the smoke tests in ingest's log", readTests, counted);
  const readCauses = async () => {
    const { causes, lastMs = lastWrongAtMs } = await readWrongCredentials(context, stack, span);
    return { causes, lastMs, passedSince: lastMs !== undefined && (await hasPassedSince(context, stack, lastMs)) };
  };
  const unread = { causes: {}, lastMs: lastWrongAtMs, passedSince: null };
  const { causes, lastMs, passedSince } =
    counts.byIngest === 0
      ? { causes: {}, lastMs: undefined, passedSince: false }
      : await attempt(context, deadline, sources.wrongCredentials, readCauses, unread);
  const secondsSince = (atMs: number | undefined) =>
    atMs === undefined ? null : Math.max(0, Math.round((span.untilMs - atMs) / 1000));
  return {
    ...counts,
    wrongCredentials: causes,
    lastSecondsAgo: secondsSince(lastAtMs),
    lastWrongSecondsAgo: secondsSince(lastMs),
    passedSince,
  };
}

async function readDead(context: OpsContext, stack: DeployedStack, nowMs: number, deadline: Deadline) {
  const url = stack.output('DeadLetterQueueUrl');
  const levels = () => queueLevels(context, url);
  const { visible, inFlight } = await attempt(context, deadline, sources.dead, levels, noMessages);
  const count = visible + inFlight;
  const age = () => deadLetterAge(context, url, count, nowMs);
  const oldestMs =
    count === 0 ? undefined : await attempt(context, deadline, 'the age of the dead letters', age, undefined);
  return { count, oldestReceivedAt: oldestMs === undefined ? null : isoTime(oldestMs) };
}

async function readOverflowState(context: OpsContext, stack: DeployedStack, nowMs: number, deadline: Deadline) {
  const find = () => findPendingOverflow(context, stack, { ...overflowLimits, deadline });
  const { pending, undecided, unchecked } = await attempt(context, deadline, sources.overflow, find, noOverflow);
  const oldestMs = Math.min(...pending.map(({ storedAtMs }) => storedAtMs));
  return {
    pending: pending.length,
    oldestSeconds: pending.length === 0 ? null : Math.round((nowMs - oldestMs) / 1000),
    undecided: undecided.length,
    unchecked,
  };
}

async function countKept(
  context: OpsContext,
  stack: DeployedStack,
  sinceMs: number,
  deadline: Deadline,
): Promise<Status['unrecognized']> {
  const lastDay: Record<string, number> = {};
  let dismissed = 0;
  const list = () => listKept(context, stack, { sinceMs, deadline });
  for (const kept of await attempt(context, deadline, sources.unrecognized, list, [])) {
    if (isOpen(kept)) lastDay[kept.reason] = (lastDay[kept.reason] ?? 0) + 1;
    else if (!kept.isDone) dismissed += 1;
  }
  return { lastDay, dismissed };
}

function shortAlarm({ description, ...alarm }: ListedAlarm): Omit<ListedAlarm, 'description'> {
  return alarm;
}
