import { type Answer, defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { answerSoon, type Deadline, leftOutText } from '../frame/deadline';
import { isAccessDenied } from '../frame/explain-error';
import { table } from '../frame/table';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, type Needs, stackNeeds } from '../policy/needs';
import { attempt } from '../reads/attempt';
import { identityNeeds } from '../reads/identity-key';
import { hasOutcomes } from '../reads/outcomes';
import { queueLevels } from '../reads/queue';
import { isReplayName } from '../reads/replays';
import { sources } from '../reads/sources';
import type { DeployedStack } from '../reads/stack';
import { countTurnedAway } from '../reads/turned-away';
import { type FoundCallback, merge } from './find/found-callback';
import { inDropped, inOverflow } from './find/in-bucket';
import { inDeadLetters } from './find/in-dead-letters';
import { inKept } from './find/in-kept';
import { byIdentity, inLedger } from './find/in-ledger';
import { inLogs } from './find/in-logs';
import { type FoundOutcome, outcomesOfCallbacks, outcomesOfId, outcomesWithEvidence } from './find/in-outcomes';
import { inQueue } from './find/in-queue';
import { notLookedNote, settle } from './find/settle';

interface Options extends CommonOptions {
  readonly since: number;
}

/** To take a message out of the queue for a look, and to replace it. */
const queueNeeds: Needs = {
  'sqs:ReceiveMessage': ['callbackQueue', 'retryQueue'],
  'sqs:SendMessage': ['callbackQueue', 'retryQueue'],
  'sqs:DeleteMessage': ['callbackQueue', 'retryQueue'],
};

/** A new callback may still be on its way to the ledger: how many attempts, a second apart. */
const patience = { rounds: 4, pauseMs: 1_000 };

export const find = defineCommand<Options>({
  name: 'find',
  about: 'Says where a callback is, by any id that Vibes or a command gave you.',
  argument: {
    name: '<id>',
    about:
      "Vibes' id of any family, a request id, an event id, a dead letter's id (even after it is gone), or an overflow key",
  },
  options: [momentOption('--since <time>', "how far back the functions' logs are searched: 2h, 7d, or ISO 8601", '7d')],
  example: 'find 5d0c6b6e-0000-4000-8000-00000000a001',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, identityNeeds, {
    'dynamodb:Query': ['ledger', 'outcomesTable'],
    'sqs:GetQueueAttributes': ['callbackQueue', 'retryQueue', 'deadLetterQueue'],
    'sqs:ReceiveMessage': ['deadLetterQueue'],
    'sqs:ChangeMessageVisibility': ['deadLetterQueue'],
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['overflowObjects', 'unrecognizedObjects', 'droppedRecords'],
    'logs:FilterLogEvents': ['logGroups'],
    'cloudwatch:GetMetricData': ['anything'],
  }),
  needsToWrite: queueNeeds,
  run: async (context, { since }, id) => {
    if (isNumberWithPlus.test(id)) return notFound(context, id, 'unknown', numbersNote);
    const stack = await context.stack();
    const deadline = answerSoon(context);
    const named = await attempt(context, deadline, sources.outcomes, () => outcomesOfId(context, stack, id), []);
    // The receipts of a message that is known were published.
    const rounds = named.length > 0 ? 1 : patience.rounds;
    const { callbacks, unread } = await findEverywhere(context, stack, id, { sinceMs: since, deadline, rounds });
    const ofCallbacks = () => outcomesOfCallbacks(context, stack, id, { callbacks, sinceMs: since, deadline });
    const outcomes = named.length > 0 ? named : await attempt(context, deadline, sources.outcomes, ofCallbacks, []);
    const { leftOut } = deadline;
    const more = { ...(hasOutcomes(stack) ? { outcomes } : {}), ...leftOutOf(deadline) };
    if (callbacks.length + outcomes.length > 0) {
      if (leftOut.length > 0) context.note(leftOutText(deadline));
      for (const note of deliveryNotes(stack, callbacks)) context.note(note);
      return {
        code: 0,
        json: { id, found: true, callbacks, ...more },
        text: () => foundText(callbacks, outcomes, context),
      };
    }
    if (leftOut.length > 0) return notFound(context, id, 'unknown', `${leftOutText(deadline)} It may be there.`, more);
    if (unread > 0 && !isReplayName(id)) return notFound(context, id, 'unknown', unreadNote(id, unread));
    const { state, why } = await whyNotFound(context, stack, id, since, deadline);
    return notFound(context, id, state, why, leftOutOf(deadline));
  },
});

function leftOutOf({ leftOut }: Deadline): { readonly leftOut?: readonly string[] } {
  return leftOut.length > 0 ? { leftOut } : {};
}

function foundText(
  callbacks: readonly FoundCallback[],
  outcomes: readonly FoundOutcome[],
  context: OpsContext,
): string {
  const rows = callbacks.map((one) => ({ ...one }));
  return [
    ...(rows.length === 0 ? [] : [table(rows, context.io.columns, context.paint)]),
    ...(outcomes.length === 0 ? [] : [outcomesWithEvidence(outcomes, context)]),
  ].join('\n\n');
}

/** The ledger knows what was published, not what your systems did with it. */
function deliveryNotes(stack: DeployedStack, callbacks: readonly FoundCallback[]): readonly string[] {
  if (stack.optional('RedeliveryBusName') === undefined) return [];
  const published = callbacks.flatMap(({ state, eventId }) =>
    state === 'published' && eventId !== null ? eventId : [],
  );
  return published.map((id) => `"undelivered show ${id}" says whether one of your subscriptions missed it.`);
}

/** Never searched for, because CloudTrail records the search. */
const isNumberWithPlus = /^\+[\d\s().-]{5,}$/;
const isDigits = /^[\d\s().-]{7,15}$/;

const numbersNote =
  'Phone numbers are not searchable: no log, key or id has one, so none can leak. Ask for the id of the message (messageId, TransactionID, event_id), or look in the system that got the event.';

function notFound(
  context: OpsContext,
  id: string,
  state: 'never-seen' | 'unknown',
  sentence: string,
  more: object = {},
): Answer {
  const why = context.typed(sentence);
  context.io.err(why);
  return { code: 1, json: { id, found: false, callbacks: [], state, why, ...more }, text: () => '' };
}

/** Whether it never arrived, or that cannot be known. */
async function whyNotFound(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<{ readonly state: 'never-seen' | 'unknown'; readonly why: string }> {
  if (isDigits.test(id)) return { state: 'unknown', why: `No callback has the id ${id}. ${numbersNote}` };
  if (isReplayName(id)) return { state: 'unknown', why: replayNote(id) };
  const never = `No callback with the id ${id} was found. It never arrived, or was answered 401 or 5XX (ingest does not read what it refuses: "status" counts it), or its record has expired (30 days; logs searched from ${isoTime(sinceMs)}).`;
  if (!isUuid.test(id)) return { state: 'never-seen', why: never };
  const span = { fromMs: sinceMs, untilMs: context.io.now() };
  const count = () => countTurnedAway(context, stack, span, hourSeconds);
  const { byGateway } = await attempt(context, deadline, 'how many requests were refused', count, { byGateway: null });
  if (byGateway === null) return { state: 'unknown', why: `${never} ${leftOutText(deadline)}` };
  if (byGateway === 0) return { state: 'never-seen', why: never };
  const requests = byGateway === 1 ? 'One request was' : `${byGateway} requests were`;
  return {
    state: 'unknown',
    why: `${never} If this is a request id, the request may have been refused before it reached a function: ${requests} since then (401 without credentials, 403 from an address not in the list), and API Gateway does not keep their ids. "status" counts them.`,
  };
}

function replayNote(name: string): string {
  return `${name} is the name of a replay, not of a callback: "aws events describe-replay --replay-name ${name}" shows its progress.`;
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** CloudWatch keeps minutes for 15 days; a week of them is more than one answer holds. */
const hourSeconds = 3_600;

/** SQS shows no message that a consumer has received, or that waits for its next try. */
function unreadNote(id: string, unread: number): string {
  const one = `1 callback is in a queue where only the consumer can read it now, and may be the one.`;
  const many = `${unread} callbacks are in a queue where only the consumer can read them now, and it may be one of them.`;
  const number = isDigits.test(id) ? ` ${numbersNote}` : '';
  return `No callback with the id ${id} was found. But ${unread === 1 ? one : many} Ask again in a minute, or for the id of the request, which finds it at any time.${number}`;
}

interface FoundEverywhere {
  readonly callbacks: readonly FoundCallback[];
  /** How many messages could not be read, if none was found. */
  readonly unread: number;
}

async function findEverywhere(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  { sinceMs, deadline, rounds }: { sinceMs: number; deadline: Deadline; rounds: number },
): Promise<FoundEverywhere> {
  for (let round = 1; ; round += 1) {
    const found = await findAtRest(context, stack, id, sinceMs, deadline);
    if (found.length > 0) {
      return { callbacks: await settleAll(context, stack, merge(found), id, deadline), unread: 0 };
    }
    if (rounds === 1) return { callbacks: [], unread: 0 };
    const count = () => queues(context, stack);
    const { waiting, onTheirWay } = await attempt(context, deadline, sources.queues, count, {
      waiting: 0,
      onTheirWay: 0,
    });
    const look = () => lookIntoQueues(context, stack, id, deadline);
    const looked = waiting > 0 ? await attempt(context, deadline, sources.queues, look, []) : [];
    if (looked !== 'denied' && looked.length > 0) return { callbacks: merge(looked), unread: 0 };
    const isLast = round >= rounds || (round > 1 && onTheirWay === 0);
    if (isLast || deadline.leftOut.length > 0) {
      return { callbacks: [], unread: looked === 'denied' ? onTheirWay : onTheirWay - waiting };
    }
    await context.io.pause(patience.pauseMs);
    context.io.interrupted.throwIfAborted();
  }
}

async function settleAll(
  context: OpsContext,
  stack: DeployedStack,
  found: readonly FoundCallback[],
  id: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const settled: FoundCallback[] = [];
  for (const one of found) {
    const where = () => settle(context, stack, one, id, deadline);
    const unknown = { ...one, state: 'unknown' } as const;
    settled.push(one.state === 'waiting' ? await attempt(context, deadline, 'where it is now', where, unknown) : one);
  }
  return merge(settled);
}

/** Each by what `leftOut` calls it. */
const places: readonly (readonly [string, typeof byIdentity])[] = [
  [sources.ledger, inLedger],
  [sources.ledger, byIdentity],
  [sources.deadLetters, inDeadLetters],
  [sources.dropped, inDropped],
  [sources.unrecognized, inKept],
  [sources.overflow, inOverflow],
];

/** Places where looking has no side effect. */
async function findAtRest(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const found = await Promise.all(
    places.map(([place, look]) => attempt(context, deadline, place, () => look(context, stack, id, deadline), [])),
  );
  const atRest = found.flat();
  if (atRest.length > 0) return atRest;
  return attempt(context, deadline, sources.logs, () => inLogs(context, stack, id, sinceMs, deadline), []);
}

function queueUrls(stack: DeployedStack): readonly string[] {
  return [stack.output('CallbackQueueUrl'), stack.output('RetryQueueUrl')];
}

async function queues(context: OpsContext, stack: DeployedStack) {
  const levels = await Promise.all(queueUrls(stack).map((url) => queueLevels(context, url)));
  const sum = (name: 'visible' | 'inFlight') => levels.reduce((total, level) => total + level[name], 0);
  return { waiting: sum('visible'), onTheirWay: sum('visible') + sum('inFlight') };
}

/** With the read-only policy `find` does not look into the queue: that needs the right to send to it. */
async function lookIntoQueues(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<readonly FoundCallback[] | 'denied'> {
  try {
    const found = await Promise.all(queueUrls(stack).map((url) => inQueue(context, stack, url, [id], deadline)));
    return found.flat();
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    context.note(notLookedNote);
    return 'denied';
  }
}
