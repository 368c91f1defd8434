import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { isoTime } from '../../frame/times';
import { isMeant, type OpenedLetter, openLetters, withCauses } from '../../reads/dead-letters';
import { idsOf } from '../../reads/envelopes';
import { giveBack, listLimits, queueLevels, receiveMessages } from '../../reads/queue';
import { sources } from '../../reads/sources';
import type { DeployedStack } from '../../reads/stack';
import { type FoundCallback, failureText, fromMessage } from './found-callback';

/** By any id of a dead letter. That queue has no redrive policy, so looking has no effect on a letter. */
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
  // Another operator is looking at them, or there are more than the limit.
  if (messages.length < visible + inFlight) deadline.leaveOut(sources.deadLetters);
  try {
    const opened = await openLetters(context, stack, messages, deadline);
    const meant = opened.filter((one) => isMeant(one, id) || one.message.deadLetterId === id);
    return (await withCauses(context, stack, meant, deadline)).flatMap((one) => fromLetter(one, id));
  } finally {
    await giveBack(context, url, messages);
  }
}

function fromLetter({ message, letter, callbacks }: OpenedLetter, id: string): FoundCallback[] {
  const cause = failureText(letter);
  if (callbacks.length === 0) return [{ ...noEnvelope(message), cause }];
  const isOwn = [message.messageId, message.deadLetterId].includes(id);
  return callbacks
    .filter((read) => isOwn || idsOf(read).includes(id))
    .map((read) => ({ ...fromMessage(read, 'dead'), cause }));
}

function noEnvelope({ messageId, sentAtMs }: { readonly messageId: string; readonly sentAtMs: number }): FoundCallback {
  const at = isoTime(sentAtMs);
  const unread = { family: null, identity: null, eventId: null, cause: null };
  return { ...unread, state: 'dead', firstSeenAt: at, lastSeenAt: at, timesSeen: 1, requestId: messageId };
}
