import { counted } from '@vibes-callbacks/local-cloud/text';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { idsOf, readBody } from '../../reads/envelopes';
import { inGroups } from '../../reads/in-groups';
import { queueLevels, type ReceivedMessage, receiveMessages, sendAgain } from '../../reads/queue';
import { sources } from '../../reads/sources';
import type { DeployedStack } from '../../reads/stack';
import { type FoundCallback, fromMessage } from './found-callback';

/** A large backlog is not read completely, because each message is invisible to the consumer meanwhile. */
const limits = { messages: 1_000, bytes: 64 * 1024 * 1024, visibilitySeconds: 60 };

/**
 * By any id of a message that waits. SQS has no way to look at one without counting a receive, and after some receives it
 * moves the message to the next queue. So each is replaced: a copy with a fresh count is sent before the original is
 * deleted. If killed in between, both exist, and the consumer drops one. The message's age starts over too
 * (decision 0013).
 */
export async function inQueue(
  context: OpsContext,
  stack: DeployedStack,
  queueUrl: string,
  ids: readonly string[],
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const { visible } = await queueLevels(context, queueUrl);
  if (visible === 0) return [];
  if (visible > limits.messages) {
    context.note(
      `About ${visible} are waiting, and only ${limits.messages} were checked. A request id finds any of them.`,
    );
    deadline.leaveOut(sources.queues);
  }
  const messages = await receiveMessages(context, queueUrl, { ...limits, deadline });
  try {
    const smallFirst = [...messages].sort((a, b) => a.body.length - b.body.length);
    const read = await inGroups(smallFirst, 8, async (message, index) =>
      deadline.cuts(sources.queues, index) ? [] : readOne(context, stack, message, ids),
    );
    return read.flat();
  } finally {
    await replaceAll(context, queueUrl, messages);
  }
}

async function readOne(context: OpsContext, stack: DeployedStack, message: ReceivedMessage, ids: readonly string[]) {
  const read = (await readBody(context, stack, message.body)) ?? [];
  return read
    .filter((one) =>
      [message.messageId, message.deadLetterId, ...idsOf(one)].some((id) => id !== undefined && ids.includes(id)),
    )
    .map((one) => fromMessage(one, message.deadLetterId === undefined ? 'waiting' : 'redriven'));
}

async function replaceAll(context: OpsContext, queueUrl: string, messages: readonly ReceivedMessage[]): Promise<void> {
  const results = await inGroups(messages, 10, (message) =>
    sendAgain(context, message, queueUrl, queueUrl).then(
      () => true,
      () => false,
    ),
  );
  const failed = results.filter((done) => !done).length;
  if (failed > 0)
    context.note(`${counted(failed, 'message')} could not be replaced: SQS counts one more receive for each.`);
}
