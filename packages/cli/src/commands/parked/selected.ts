import type { Answer } from '../../frame/command';
import type { OpsContext } from '../../frame/context';
import type { SelectionOptions } from '../../frame/selection';
import { table } from '../../frame/table';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { eachAlone, type Failed, notThere, takeParked } from '../../reads/take-parked';
import type { ParkedKind, ParkedRow } from './parked-kind';

interface DryRun<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>> {
  readonly context: OpsContext;
  readonly kind: ParkedKind<Opened, Queue>;
  readonly queues: readonly Queue[];
  readonly selection: SelectionOptions;
  readonly wouldBe: string;
}

/** A dry run: what a selection matches, and which of its ids do not exist. Puts every message back. */
export async function showSelected<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>({
  context,
  kind,
  queues,
  selection,
  wouldBe,
}: DryRun<Opened, Queue>): Promise<Answer> {
  const rows: ParkedRow[] = [];
  const look = eachAlone<Queue>(async (message, queue) => {
    rows.push(kind.rowOf((await queue.open(message)).letter));
    throw new Error('only looked at');
  });
  const { failed } = await takeParked(context, queues, selection, look);
  const missing = failed.filter(({ messageId }) => !rows.some((row) => row.messageId === messageId));
  noteFailed(context, kind, missing);
  return {
    code: missing.length === 0 ? 0 : 1,
    json: { moved: 0, left: rows.length, failed: missing, messages: rows },
    text: () => `${rowsText(context, rows)}${rows.length} would be ${wouldBe}.`,
  };
}

export function rowsText({ io, paint }: OpsContext, rows: readonly ParkedRow[]): string {
  return rows.length === 0 ? '' : `${table(rows, io.columns, paint)}\n\n`;
}

export function noteFailed(
  { note }: OpsContext,
  { idAdvice }: { readonly idAdvice: string },
  failed: readonly Failed[],
): void {
  for (const { messageId, cause } of failed) note(`${messageId}: ${cause}`);
  if (failed.some(({ cause }) => cause === notThere)) note(idAdvice);
}
