import { Option } from 'commander';
import { identityNeeds } from './aws/identity-key';
import { queueLevels } from './aws/queue';
import type { DeployedStack } from './aws/stack';
import { type FoundCallback, merge } from './find/found-callback';
import { inDeadLetters } from './find/in-dead-letters';
import { inKept } from './find/in-kept';
import { inLedger } from './find/in-ledger';
import { inLogs } from './find/in-logs';
import { inQueue } from './find/in-queue';
import { defineCommand } from './frame/command';
import type { CommonOptions, OpsContext } from './frame/context';
import { answerSoon, type Deadline, leftOutText } from './frame/deadline';
import { isAccessDenied } from './frame/explain-error';
import { table } from './frame/table';
import { readMoment } from './frame/times';
import { joinNeeds, type Needs, stackNeeds } from './policy/needs';

interface Options extends CommonOptions {
  readonly since: number;
}

/** To take a message out of the queue for a look, and to replace it. */
const queueNeeds: Needs = {
  'sqs:ReceiveMessage': ['callbackQueue', 'retryQueue'],
  'sqs:SendMessage': ['callbackQueue', 'retryQueue'],
  'sqs:DeleteMessage': ['callbackQueue', 'retryQueue'],
};

/** What came a moment ago is on its way to the ledger: so often it is looked for, a second apart. */
const patience = { rounds: 4, pauseMs: 1_000 };

export const find = defineCommand<Options>({
  name: 'find',
  about: 'Where is it: by the id of Vibes, of a request, of an event, or of a dead letter.',
  argument: { name: '<id>', about: "Vibes' id of any family, a request's, an event's or a dead letter's" },
  options: [
    new Option('--since <time>', "how far back the functions' logs are searched: 2h, 7d, or ISO 8601")
      .argParser((text: string) => readMoment(text))
      .default(readMoment('7d'), '7d'),
  ],
  example: 'find 5d0c6b6e-0000-4000-8000-00000000a001',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, identityNeeds, {
    'dynamodb:Query': ['ledger'],
    'sqs:GetQueueAttributes': ['callbackQueue', 'retryQueue', 'deadLetterQueue'],
    'sqs:ReceiveMessage': ['deadLetterQueue'],
    'sqs:ChangeMessageVisibility': ['deadLetterQueue'],
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['overflowObjects', 'unrecognizedObjects'],
    'logs:FilterLogEvents': ['logGroups'],
  }),
  needsToWrite: queueNeeds,
  run: async (context, { since }, id) => {
    const stack = await context.stack();
    const deadline = answerSoon(context);
    const callbacks = await findEverywhere(context, stack, id, since, deadline);
    const { leftOut } = deadline;
    if (callbacks.length === 0 && leftOut.length > 0) context.note(`${leftOutText(leftOut)} It may be there.`);
    else if (callbacks.length === 0)
      context.note(`Nothing of the id ${id} is known here: it never came, or is forgotten.`);
    return {
      code: callbacks.length === 0 ? 1 : 0,
      json: { id, found: callbacks.length > 0, callbacks, ...(leftOut.length > 0 && { leftOut }) },
      text: () =>
        callbacks.length === 0
          ? ''
          : table(
              callbacks.map((one) => ({ ...one })),
              context.io.columns,
              context.paint,
            ),
    };
  },
});

async function findEverywhere(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  for (let round = 1; ; round += 1) {
    const found = await findAtRest(context, stack, id, sinceMs, deadline);
    if (found.length > 0) return merge(found);
    const { waiting, onTheirWay } = await queues(context, stack);
    if (waiting > 0) {
      const inQueues = await lookIntoQueues(context, stack, id, deadline);
      if (inQueues.length > 0) return merge(inQueues);
    }
    if (round >= patience.rounds || (round > 1 && onTheirWay === 0)) return [];
    if (deadline.leftOut.length > 0) return [];
    await context.io.pause(patience.pauseMs);
    context.io.interrupted.throwIfAborted();
  }
}

/** Where looking costs nothing. */
async function findAtRest(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const places = [
    inLedger(context, stack, id),
    inDeadLetters(context, stack, id, deadline),
    inKept(context, stack, id, deadline),
  ];
  const found = (await Promise.all(places)).flat();
  return found.length > 0 ? found : inLogs(context, stack, id, sinceMs, deadline);
}

function queueUrls(stack: DeployedStack): readonly string[] {
  return [stack.output('CallbackQueueUrl'), stack.output('RetryQueueUrl')];
}

async function queues(context: OpsContext, stack: DeployedStack) {
  const levels = await Promise.all(queueUrls(stack).map((url) => queueLevels(context, url)));
  const sum = (name: 'visible' | 'inFlight') => levels.reduce((total, level) => total + level[name], 0);
  return { waiting: sum('visible'), onTheirWay: sum('visible') + sum('inFlight') };
}

/** Who may only read does not look into the queue: whoever may, could put callbacks into it. */
async function lookIntoQueues(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  try {
    const found = await Promise.all(queueUrls(stack).map((url) => inQueue(context, stack, url, id, deadline)));
    return found.flat();
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    context.note(
      'The queue was not looked into: that needs sqs:ReceiveMessage, which the read-only policy leaves out.',
    );
    return [];
  }
}
