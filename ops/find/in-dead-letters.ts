import { isMeant, listLimits, openLetters } from '../aws/dead-letters';
import { giveBack, queueLevels, receiveMessages } from '../aws/queue';
import type { DeployedStack } from '../aws/stack';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import { type FoundCallback, fromMessage } from './found-callback';

/** By any id of a dead letter. Nothing is redriven from there, so that looking at one costs it nothing. */
export async function inDeadLetters(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const url = stack.output('DeadLetterQueueUrl');
  const { visible, inFlight } = await queueLevels(context, url);
  if (visible + inFlight === 0) return [];
  const messages = await receiveMessages(context, url, { ...listLimits, deadline });
  try {
    const opened = await openLetters(context, stack, messages, deadline);
    return opened
      .filter((one) => isMeant(one, id))
      .flatMap(({ message, callbacks }) =>
        callbacks.length === 0
          ? [noEnvelope(message)]
          : callbacks.filter((read) => isItsId(read, id, message.messageId)).map((read) => fromMessage(read, 'dead')),
      );
  } finally {
    await giveBack(context, url, messages);
  }
}

function noEnvelope({ messageId, sentAtMs }: { readonly messageId: string; readonly sentAtMs: number }): FoundCallback {
  const at = isoTime(sentAtMs);
  const unread = { family: null, identity: null, eventId: null };
  return { ...unread, state: 'dead', firstSeenAt: at, lastSeenAt: at, timesSeen: 1, requestId: messageId };
}

function isItsId(read: Parameters<typeof fromMessage>[0], id: string, messageId: string): boolean {
  const { envelope, callback, eventId } = read;
  return [messageId, envelope.requestId, eventId, callback.identity.id].includes(id);
}
