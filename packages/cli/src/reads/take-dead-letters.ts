import type { OpsContext } from '../frame/context';
import { explainError } from '../frame/explain-error';
import type { SelectionOptions } from '../frame/selection';
import { openLetter } from './dead-letters';
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

/** What to do with a selected letter. When this resolves, the letter is no longer in the queue. */
export type Take = (message: ReceivedMessage) => Promise<void>;

/** Long enough to keep the letters that were not selected invisible until the end. */
const visibilitySeconds = 300;

/**
 * Goes through the dead letters that are in the queue when it starts, and takes the selected ones. `--id` is the message's
 * own id, which SQS assigned: a caller can choose every other id. Letters that it does not take, or failed to take, are
 * put back, even when it is interrupted. A letter that fails again meanwhile is not taken a second time.
 */
export async function takeDeadLetters(
  context: OpsContext,
  stack: DeployedStack,
  selection: SelectionOptions,
  take: Take,
): Promise<Taken> {
  const startedAtMs = context.io.now();
  const url = stack.output('DeadLetterQueueUrl');
  const wanted = new Set(selection.id);
  const found = new Set<string>();
  const failed: Failed[] = [];
  const keep: ReceivedMessage[] = [];
  let done = 0;
  const takeOne = async (message: ReceivedMessage) => {
    if (message.sentAtMs > startedAtMs || !(await isSelected(context, stack, message, selection))) {
      keep.push(message);
      return;
    }
    found.add(message.messageId);
    try {
      await take(message);
      done += 1;
    } catch (error) {
      keep.push(message);
      failed.push({ messageId: message.messageId, cause: explain(context, error) });
    }
  };
  const takeSome = async (messages: readonly ReceivedMessage[]) => {
    await Promise.all(messages.map(takeOne));
    return selection.id === undefined || found.size < wanted.size;
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
  const missing = [...wanted].filter((id) => !found.has(id));
  return {
    done,
    left: failed.length,
    failed: [...failed, ...missing.map((messageId) => ({ messageId, cause: notThere }))],
  };
}

/** Why an id matched no letter. */
export const notThere = 'not found';

/** Only `--since` has to look into the letter. */
async function isSelected(
  context: OpsContext,
  stack: DeployedStack,
  message: ReceivedMessage,
  { id, since, all }: SelectionOptions,
): Promise<boolean> {
  if (all) return true;
  if (since === undefined) return id?.includes(message.messageId) ?? false;
  const { letter } = await openLetter(context, stack, message);
  return Date.parse(letter.receivedAt) >= since;
}

function explain({ access }: OpsContext, error: unknown): string {
  return explainError(error, { dataFolder: access.dataFolder, profile: undefined });
}
