import { counted } from '@vibes-callbacks/local-cloud/text';
import type { OpsContext } from '../frame/context';
import type { SelectionOptions } from '../frame/selection';
import { giveBack, type ReceivedMessage, receiveMessages } from './queue';

/** A queue whose messages wait for a person. */
export interface ParkedQueue {
  readonly url: string;
  /** When the callback of a message was received, in epoch milliseconds: asked for `--since` only. */
  receivedAtMs(message: ReceivedMessage): number | Promise<number>;
}

export interface Failed {
  readonly messageId: string;
  readonly cause: string;
}

export interface Taken {
  /** Selected, and done with. */
  readonly done: number;
  /** Selected, and still there. */
  readonly left: number;
  readonly failed: readonly Failed[];
}

/**
 * What to do with selected messages, up to ten at a time. Afterwards they are no longer in the queue, except those it
 * returns, by their `messageId` and why.
 */
export type Take<Queue extends ParkedQueue> = (
  messages: readonly ReceivedMessage[],
  queue: Queue,
) => Promise<ReadonlyMap<string, unknown>>;

/** For work on one message at a time: if it rejects, only that message fails. */
export function eachAlone<Queue extends ParkedQueue>(
  take: (message: ReceivedMessage, queue: Queue) => Promise<void>,
): Take<Queue> {
  return async (messages, queue) => {
    const failed = new Map<string, unknown>();
    const takeOne = (message: ReceivedMessage) =>
      take(message, queue).catch((error: unknown) => {
        failed.set(message.messageId, error);
      });
    await Promise.all(messages.map(takeOne));
    return failed;
  };
}

/** Long enough to keep the letters that were not selected invisible until the end. */
const visibilitySeconds = 300;

/**
 * Goes through the messages that are in the queues when it starts, and takes the selected ones. `--id` is the message's
 * own id, which SQS assigned: a caller can choose every other id. Messages that it does not take, or failed to take, are
 * put back, even when it is interrupted. A message that fails again meanwhile is not taken a second time; neither is one
 * that only seems newer because this computer's clock is behind SQS'. So both are counted as left, unless `--id` named
 * them.
 * @throws the reason of an interruption: what is left is then not known
 */
export async function takeParked<Queue extends ParkedQueue>(
  context: OpsContext,
  queues: readonly Queue[],
  selection: SelectionOptions,
  take: Take<Queue>,
): Promise<Taken> {
  const startedAtMs = context.io.now();
  const found = new Set<string>();
  const taken: TakenFrom[] = [];
  for (const queue of queues) taken.push(await takeFrom(context, queue, { selection, found, startedAtMs }, take));
  context.io.interrupted.throwIfAborted();
  const failed = taken.flatMap((one) => one.failed);
  const newer = taken.reduce((sum, one) => sum + one.newer, 0);
  if (newer > 0) context.note(newerNote(newer));
  const missing = [...new Set(selection.id)].filter((id) => !found.has(id));
  return {
    done: taken.reduce((sum, { done }) => sum + done, 0),
    left: failed.length + newer,
    failed: [...failed, ...missing.map((messageId) => ({ messageId, cause: notThere }))],
  };
}

interface TakenFrom extends Omit<Taken, 'left'> {
  /** Selected, but sent after it started. */
  readonly newer: number;
}

function newerNote(count: number): string {
  return `${counted(count, 'is', 'are')} left: sent after this command began, or this computer's clock is behind. Type it again, or with --id.`;
}

interface Search {
  readonly selection: SelectionOptions;
  /** The ids of the selected messages found so far. */
  readonly found: Set<string>;
  readonly startedAtMs: number;
}

async function takeFrom<Queue extends ParkedQueue>(
  context: OpsContext,
  queue: Queue,
  { selection, found, startedAtMs }: Search,
  take: Take<Queue>,
): Promise<TakenFrom> {
  const wanted = new Set(selection.id);
  const failed: Failed[] = [];
  const keep: ReceivedMessage[] = [];
  const seen = new Set<string>();
  let done = 0;
  let newer = 0;
  const isWanted = async (message: ReceivedMessage) => {
    const isNew = !seen.has(message.messageId);
    seen.add(message.messageId);
    if (!isNew || !(await isSelected(queue, message, selection))) return false;
    if (selection.id !== undefined || message.sentAtMs <= startedAtMs) return true;
    newer += 1;
    return false;
  };
  const takeSome = async (messages: readonly ReceivedMessage[]) => {
    // In a long queue the first ones are visible again before the last one is reached.
    const isNew = messages.some(({ messageId }) => !seen.has(messageId));
    const areWanted = await Promise.all(messages.map(isWanted)).catch((error: unknown) => {
      keep.push(...messages);
      throw error;
    });
    const chosen = messages.filter((_, index) => areWanted[index]);
    keep.push(...messages.filter((_, index) => !areWanted[index]));
    for (const { messageId } of chosen) found.add(messageId);
    const refused = await take(chosen, queue).catch(
      (error: unknown) => new Map(chosen.map(({ messageId }) => [messageId, error])),
    );
    keep.push(...chosen.filter(({ messageId }) => refused.has(messageId)));
    for (const [messageId, error] of refused) failed.push({ messageId, cause: context.explain(error) });
    done += chosen.length - refused.size;
    return isNew && (selection.id === undefined || found.size < wanted.size);
  };
  try {
    await receiveMessages(context, queue.url, {
      messages: Number.POSITIVE_INFINITY,
      bytes: Number.POSITIVE_INFINITY,
      visibilitySeconds,
      goOn: takeSome,
    });
  } finally {
    await giveBack(context, queue.url, keep);
  }
  return { done, failed, newer };
}

/** Why an id matched no letter. */
export const notThere = 'not found';

/** Only `--since` has to look into the message. */
async function isSelected(
  queue: ParkedQueue,
  message: ReceivedMessage,
  { id, since, all, subscription }: SelectionOptions,
): Promise<boolean> {
  // Of a subscription there is a queue of its own.
  if (all || subscription !== undefined) return true;
  if (since === undefined) return id?.includes(message.messageId) ?? false;
  return (await queue.receivedAtMs(message)) >= since;
}
