import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { isAccessDenied } from '../../frame/explain-error';
import { readCrashes } from '../../reads/crashes';
import { lastFailure } from '../../reads/last-failure';
import { anyFieldIs, type FoundLine, findLogLines, maxLoggedId, textOf } from '../../reads/log-lines';
import { queueLevels, queueRetentionMs } from '../../reads/queue';
import type { DeployedStack } from '../../reads/stack';
import { type FoundCallback, failureText } from './found-callback';
import { inDropped } from './in-bucket';
import { inDeadLetters } from './in-dead-letters';
import { inQueue } from './in-queue';

/**
 * Where a callback really is that should be in a queue. One that was never tried is there: nothing else takes it out.
 * One that failed may have become a dead letter, been moved back, been deleted by someone, or expired.
 */
export async function settle(
  context: OpsContext,
  stack: DeployedStack,
  found: FoundCallback,
  id: string,
  deadline: Deadline,
): Promise<FoundCallback> {
  const ids = [...new Set([id, found.eventId, found.requestId])].filter((one) => one !== null);
  for (const one of ids) {
    const parked = [
      ...(await inDeadLetters(context, stack, one, deadline)),
      ...(await inDropped(context, stack, one, deadline)),
    ].find((other) => mayBe(found, other));
    if (parked !== undefined) return { ...found, ...parked };
  }
  const trail = await readTrail(context, stack, found, ids, deadline);
  const cause = found.cause ?? trail.cause;
  const isTried = found.eventId !== null || trail.isTried;
  const moved = trail.isRedriven ? 'redriven' : found.state;
  if (isTried && context.io.now() - trail.lastAtMs < failsWithinMs) return { ...found, cause, state: moved };
  if (!isTried)
    return { ...found, state: (await isExpired(context, stack, found, 'CallbackQueueUrl')) ? 'expired' : moved };
  const place = await lookIntoQueues(context, stack, ids, deadline);
  switch (place) {
    case 'waiting':
    case 'redriven':
      return { ...found, cause, state: place };
    case 'in-flight':
      return { ...found, cause, state: moved };
    case 'not-looked':
      return { ...found, cause, state: 'unknown' };
    case 'gone': {
      const expired = await isExpired(context, stack, found, 'DeadLetterQueueUrl');
      if (!expired) context.note(goneNote);
      return { ...found, cause, state: expired ? 'expired' : 'unknown' };
    }
    default:
      return place satisfies never;
  }
}

/** Several callbacks have one id of Vibes, such as the receipts of a message. */
function mayBe(found: FoundCallback, other: FoundCallback): boolean {
  const identities = [found.identity, other.identity];
  return (
    identities.includes(null) ||
    found.identity === other.identity ||
    (found.requestId !== null && found.requestId === other.requestId)
  );
}

/** Longer than five attempts take. Until then it is in a queue or being processed, and looking would restart its attempts. */
const failsWithinMs = 600_000;

const goneNote =
  'It failed and is in no queue now. No dead drop of it is recorded, so it was deleted another way (a purge, the console), or is between two queues: look again in a minute.';

interface Trail {
  readonly isTried: boolean;
  readonly isRedriven: boolean;
  readonly cause: string | null;
  readonly lastAtMs: number;
}

/** The attempts in the consumer's log. */
async function readTrail(
  context: OpsContext,
  stack: DeployedStack,
  { firstSeenAt, lastSeenAt }: FoundCallback,
  ids: readonly string[],
  deadline: Deadline,
): Promise<Trail> {
  const fromMs = Date.parse(firstSeenAt) || 0;
  const group = stack.output('ConsumerLogGroupName');
  const fields = ['requestId', 'eventId', 'messageId', 'deadLetterId'];
  const found = await Promise.all(
    ids
      .filter((id) => id.length <= maxLoggedId)
      .map((id) => findLogLines(context, group, { pattern: anyFieldIs(fields, id), fromMs, deadline })),
  );
  const lines = [...new Map(found.flat().map((line) => [line.id, line])).values()].sort((a, b) => a.atMs - b.atMs);
  const crashes = lines.some(isRetry)
    ? await readCrashes(context, stack, { fromMs, deadline })
    : new Map<string, string>();
  const failure = lastFailure(lines, crashes);
  return {
    isTried: lines.length > 0,
    isRedriven: lines.some((line) => textOf(line, 'deadLetterId') !== undefined),
    cause: failure === undefined ? null : failureText(failure),
    lastAtMs: Math.max(Date.parse(lastSeenAt) || 0, ...lines.map(({ atMs }) => atMs)),
  };
}

function isRetry({ code }: FoundLine): boolean {
  return code === 'Retried';
}

type Place = 'waiting' | 'redriven' | 'in-flight' | 'gone' | 'not-looked';

async function lookIntoQueues(
  context: OpsContext,
  stack: DeployedStack,
  ids: readonly string[],
  deadline: Deadline,
): Promise<Place> {
  const urls = [stack.output('CallbackQueueUrl'), stack.output('RetryQueueUrl')];
  const dead = stack.output('DeadLetterQueueUrl');
  try {
    for (const url of urls) {
      const [found] = await inQueue(context, stack, url, ids, deadline);
      if (found !== undefined) return found.state === 'redriven' ? 'redriven' : 'waiting';
    }
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    context.note(notLookedNote);
    return 'not-looked';
  }
  // SQS counts approximately: believe zero only if it is zero twice.
  for (const _look of [1, 2]) {
    const levels = await Promise.all([...urls, dead].map((url) => queueLevels(context, url)));
    if (levels.some(({ inFlight }) => inFlight > 0)) return 'in-flight';
    await context.io.pause(1_000);
  }
  return 'gone';
}

export const notLookedNote =
  'The queues were not searched: that needs sqs:ReceiveMessage, which the read-only policy does not allow.';

async function isExpired(
  context: OpsContext,
  stack: DeployedStack,
  { firstSeenAt }: FoundCallback,
  queue: 'CallbackQueueUrl' | 'DeadLetterQueueUrl',
): Promise<boolean> {
  const ageMs = context.io.now() - Date.parse(firstSeenAt);
  return ageMs > (await queueRetentionMs(context, stack.output(queue)));
}
