import type { DeadLetter } from './aws/dead-letters';
import type { DeployedStack } from './aws/stack';
import { type Failed, takeDeadLetters } from './aws/take-dead-letters';
import type { Answer } from './frame/command';
import type { OpsContext } from './frame/context';
import type { SelectionOptions } from './frame/selection';
import { table } from './frame/table';

/** A dry run: what a selection means, and which of its ids are not there. Each is put back. */
export async function showSelected(
  context: OpsContext,
  stack: DeployedStack,
  selection: SelectionOptions,
  wouldBe: string,
): Promise<Answer> {
  const letters: DeadLetter[] = [];
  const { failed } = await takeDeadLetters(context, stack, selection, async ({ letter }) => {
    letters.push(letter);
    throw new Error('only looked at');
  });
  const missing = failed.filter(({ messageId }) => !letters.some((letter) => letter.messageId === messageId));
  noteFailed(context, missing);
  const messages = letters.map(({ messageId, requestId, receivedAt, route, family }) => ({
    ...{ messageId, requestId, receivedAt, route, family },
  }));
  const rows = messages.length === 0 ? '' : `${table(messages, context.io.columns, context.paint)}\n\n`;
  return {
    code: missing.length === 0 ? 0 : 1,
    json: { moved: 0, left: messages.length, failed: missing, messages },
    text: () => `${rows}${messages.length} would be ${wouldBe}.`,
  };
}

export function noteFailed({ note }: OpsContext, failed: readonly Failed[]): void {
  for (const { messageId, cause } of failed) note(`${messageId}: ${cause}`);
}
