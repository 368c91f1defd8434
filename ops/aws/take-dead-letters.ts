import type { OpsContext } from '../frame/context';
import { explainError } from '../frame/explain-error';
import type { SelectionOptions } from '../frame/selection';
import { isMeant, type OpenedLetter, openLetter } from './dead-letters';
import { giveBack, type ReceivedMessage, receiveMessages } from './queue';
import type { DeployedStack } from './stack';

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

/** What becomes of a selected letter. It is in hand; when this resolves it is no longer in the queue. */
export type Take = (letter: OpenedLetter) => Promise<void>;

/** Long enough for all that are not meant to stay in hand until the end. */
const visibilitySeconds = 300;

/**
 * Goes through the dead letters that are there when it starts, and takes those that are meant. What it does not take, or
 * could not, is put back, also when it is interrupted; what fails again meanwhile is not taken a second time.
 */
export async function takeDeadLetters(
  context: OpsContext,
  stack: DeployedStack,
  selection: SelectionOptions,
  take: Take,
): Promise<Taken> {
  const startedAtMs = context.io.now();
  const url = stack.output('DeadLetterQueueUrl');
  const found = new Set<string>();
  const failed: Failed[] = [];
  const keep: ReceivedMessage[] = [];
  let done = 0;
  const takeOne = async (message: ReceivedMessage) => {
    const opened = await openLetter(context, stack, message);
    if (message.sentAtMs > startedAtMs || !isSelected(opened, selection)) {
      keep.push(message);
      return;
    }
    for (const id of selection.id ?? []) if (isMeant(opened, id)) found.add(id);
    try {
      await take(opened);
      done += 1;
    } catch (error) {
      keep.push(message);
      failed.push({ messageId: message.messageId, cause: explain(context, error) });
    }
  };
  const takeSome = async (messages: readonly ReceivedMessage[]) => {
    await Promise.all(messages.map(takeOne));
    return selection.id === undefined || found.size < selection.id.length;
  };
  try {
    await receiveMessages(context, url, {
      messages: Number.POSITIVE_INFINITY,
      bytes: Number.POSITIVE_INFINITY,
      visibilitySeconds,
      goOn: takeSome,
    });
  } finally {
    await giveBack(context, url, keep);
  }
  const missing = (selection.id ?? []).filter((id) => !found.has(id));
  return {
    done,
    left: failed.length,
    failed: [...failed, ...missing.map((id) => ({ messageId: id, cause: 'not there (any more)' }))],
  };
}

function isSelected(opened: OpenedLetter, { id, since, all }: SelectionOptions): boolean {
  if (all) return true;
  if (since !== undefined) return Date.parse(opened.letter.receivedAt) >= since;
  return id?.some((one) => isMeant(opened, one)) ?? false;
}

function explain({ access }: OpsContext, error: unknown): string {
  return explainError(error, { dataFolder: access.dataFolder, profile: undefined });
}
