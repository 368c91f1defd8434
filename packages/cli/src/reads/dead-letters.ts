import { identityText } from '../../../../lambda/reader/identity/identity';
import type { Envelope } from '../../../../lambda/shared/envelope';
import type { OpsContext } from '../frame/context';
import { type Deadline, unhurried } from '../frame/deadline';
import { isoTime } from '../frame/times';
import { readCrashes } from './crashes';
import { idsOf, peekBody, type ReadCallback, readBody, vibesIdOf } from './envelopes';
import { grouped } from './grouped';
import { inGroups } from './in-groups';
import { knownRoute } from './known-route';
import { failureOf, failurePattern, lastFailure } from './last-failure';
import { findLogLines, textOf } from './log-lines';
import type { OpenedQueue } from './opened-queue';
import { giveBack, listLimits, type ReceivedMessage, type ReceiveLimits, receiveMessages } from './queue';
import { sources } from './sources';
import type { DeployedStack } from './stack';

/** A message of the dead-letter queue: ids, codes and times. */
export interface DeadLetter {
  readonly messageId: string;
  readonly requestId: string | null;
  readonly eventId: string | null;
  readonly receivedAt: string;
  readonly route: string | null;
  readonly family: string | null;
  /** Vibes' own id; null if it sent none, or the letter is not an envelope. */
  readonly vibesId: string | null;
  /** As in `metadata.identity`. */
  readonly identity: string | null;
  /** How often it failed or was held, from the logs, because SQS' own count grows by looking. */
  readonly receives: number;
  /** Where and why it failed last; null if no log says. `invocation`: the consumer did not return. */
  readonly step: string | null;
  readonly cause: string | null;
  /** False: nothing that ingest wrote. */
  readonly envelope: boolean;
}

/** A received dead letter, with its content. */
export interface OpenedLetter {
  readonly message: ReceivedMessage;
  readonly letter: DeadLetter;
  readonly callbacks: readonly ReadCallback[];
  /** False if there was no time to read it; then only the envelope is known. */
  readonly isRead: boolean;
}

/** The dead-letter queue, as the commands of parked messages see it. */
export function deadLetterQueue(context: OpsContext, stack: DeployedStack): OpenedQueue<OpenedLetter> {
  return {
    url: stack.output('DeadLetterQueueUrl'),
    receivedAtMs: async (message) => Date.parse((await openLetter(context, stack, message)).letter.receivedAt),
    open: (message) => openLetter(context, stack, message),
    look: (limits) => lookAtDeadLetters(context, stack, limits),
  };
}

/** Looks at dead letters and puts them back, even when interrupted. */
export async function lookAtDeadLetters(
  context: OpsContext,
  stack: DeployedStack,
  limits: ReceiveLimits = listLimits,
): Promise<readonly OpenedLetter[]> {
  const url = stack.output('DeadLetterQueueUrl');
  const messages = await receiveMessages(context, url, limits);
  try {
    const opened = await openLetters(context, stack, messages, limits.deadline);
    return await withCauses(context, stack, opened, limits.deadline);
  } finally {
    await giveBack(context, url, messages);
  }
}

/** How many are read at a time. */
const atOnce = 8;

/** Reads the messages, the small ones first, until the deadline. */
export async function openLetters(
  context: OpsContext,
  stack: DeployedStack,
  messages: readonly ReceivedMessage[],
  deadline: Deadline = unhurried(),
): Promise<readonly OpenedLetter[]> {
  // What is in the bucket was too large for a message, or has to be fetched at least.
  const sized = messages.map((message) => {
    const envelope = peekBody(message.body);
    return { message, envelope, size: envelope?.body.byteLength ?? Number.MAX_SAFE_INTEGER };
  });
  return inGroups(
    sized.sort((a, b) => a.size - b.size),
    atOnce,
    async ({ message, envelope }, index) =>
      deadline.cuts(sources.deadLetters, index) ? unreadLetter(message, envelope) : openLetter(context, stack, message),
  );
}

function unreadLetter(message: ReceivedMessage, envelope: Envelope | undefined): OpenedLetter {
  const letter = {
    messageId: message.messageId,
    requestId: envelope?.requestId ?? null,
    eventId: null,
    receivedAt: envelope?.receivedAt ?? isoTime(message.sentAtMs),
    route: envelope === undefined ? null : knownRoute(envelope.path),
    family: null,
    vibesId: null,
    identity: null,
    receives: 0,
    step: null,
    cause: null,
    envelope: true,
  };
  return { message, letter, callbacks: [], isRead: false };
}

/** What is in a message, without its cause. */
async function openLetter(context: OpsContext, stack: DeployedStack, message: ReceivedMessage): Promise<OpenedLetter> {
  const read = await readBody(context, stack, message.body);
  const [first] = read ?? [];
  const letter = {
    messageId: message.messageId,
    requestId: first?.envelope.requestId ?? null,
    eventId: first?.eventId ?? null,
    receivedAt: first?.envelope.receivedAt ?? isoTime(message.sentAtMs),
    route: first === undefined ? null : knownRoute(first.envelope.path),
    family: first?.callback.identity.family ?? null,
    vibesId: first === undefined ? null : (vibesIdOf(first.callback.identity) ?? null),
    identity: first === undefined ? null : identityText(first.callback.identity),
    receives: 0,
    step: null,
    cause: null,
    envelope: first !== undefined,
  };
  return { message, letter, callbacks: read ?? [], isRead: true };
}

/** Whether this id refers to this letter. */
export function isMeant({ letter, callbacks }: OpenedLetter, id: string): boolean {
  return letter.messageId === id || callbacks.flatMap(idsOf).includes(id);
}

/** A message keeps its id in the dead-letter queue, and the consumer logs it. */
export async function withCauses(
  context: OpsContext,
  stack: DeployedStack,
  opened: readonly OpenedLetter[],
  deadline: Deadline = unhurried(),
): Promise<readonly OpenedLetter[]> {
  if (opened.length === 0) return opened;
  const fromMs = Math.min(...opened.map(({ message }) => message.sentAtMs));
  const [lines, crashes] = await Promise.all([
    findLogLines(context, stack.output('ConsumerLogGroupName'), { pattern: failurePattern, fromMs, deadline }),
    readCrashes(context, stack, { fromMs, deadline }),
  ]);
  const linesOf = grouped(lines, (line) => textOf(line, 'messageId'));
  return opened.map((one) => {
    const own = linesOf.get(one.message.messageId) ?? [];
    const receives = own.filter((line) => line.code === 'Held' || failureOf(line, crashes) !== undefined).length;
    const { step = null, cause = null } = lastFailure(own, crashes) ?? {};
    return { ...one, letter: { ...one.letter, receives, step, cause } };
  });
}
