import type { Answer } from '../frame/command';
import type { OpsContext } from '../frame/context';
import type { SelectionOptions } from '../frame/selection';
import { table } from '../frame/table';
import { type DeadLetter, type OpenedLetter, openLetter } from '../reads/dead-letters';
import type { DeployedStack } from '../reads/stack';
import { type Failed, notThere, takeDeadLetters } from '../reads/take-dead-letters';

/** A dry run: what a selection matches, and which of its ids do not exist. Puts every letter back. */
export async function showSelected(
  context: OpsContext,
  stack: DeployedStack,
  selection: SelectionOptions,
  wouldBe: string,
): Promise<Answer> {
  const letters: LetterRow[] = [];
  const { failed } = await takeDeadLetters(context, stack, selection, async (message) => {
    letters.push(rowOf(await openLetter(context, stack, message)));
    throw new Error('only looked at');
  });
  const missing = failed.filter(({ messageId }) => !letters.some((letter) => letter.messageId === messageId));
  noteFailed(context, missing);
  return {
    code: missing.length === 0 ? 0 : 1,
    json: { moved: 0, left: letters.length, failed: missing, messages: letters },
    text: () => `${rowsText(context, letters)}${letters.length} would be ${wouldBe}.`,
  };
}

/** A dead letter by its ids, to see which one it is. */
export type LetterRow = Pick<DeadLetter, 'messageId' | 'requestId' | 'receivedAt' | 'route' | 'family'>;

export function rowOf({ letter }: OpenedLetter): LetterRow {
  const { messageId, requestId, receivedAt, route, family } = letter;
  return { messageId, requestId, receivedAt, route, family };
}

export function rowsText({ io, paint }: OpsContext, letters: readonly LetterRow[]): string {
  const rows = letters.map((letter) => ({ ...letter }));
  return rows.length === 0 ? '' : `${table(rows, io.columns, paint)}\n\n`;
}

export function noteFailed({ note }: OpsContext, failed: readonly Failed[]): void {
  for (const { messageId, cause } of failed) note(`${messageId}: ${cause}`);
  if (failed.some(({ cause }) => cause === notThere)) {
    note(
      '--id takes the messageId that "dead list" shows: several dead letters can have the same request id or Vibes id.',
    );
  }
}
