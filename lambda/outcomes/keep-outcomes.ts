import type { BusEvent } from '../shared/bus-event';
import { errorCode } from '../shared/error-code';
import { type Limits, outcomesBudget } from './budget';
import type { OutcomesDeps } from './deps';
import { type DueItem, dueItem } from './due-item';
import { evidenceOf, type MessageKey, type Outcome, type Receipt } from './fold';
import { advance, type MessageItem } from './message-item';
import { toOutcomeEvent } from './outcome-event';

/** What a batch brings for one message. */
export interface Work {
  readonly key: MessageKey;
  readonly receipts: readonly Receipt[];
  /** Other ids that people search for, with the receipt that names each. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** What the tick found to be due. If it fails, it is due at the next tick as well. */
  readonly due: readonly DueItem[];
  /** Ids of the SQS messages to give back if it fails. */
  readonly records: readonly string[];
}

interface Version {
  readonly outcome: Outcome;
  /** The receipt that came last before it, by which `find` gets from an event to its message. */
  readonly eventId: string;
  readonly event: BusEvent;
}

/** A message whose item is written. */
interface Kept {
  readonly work: Work;
  readonly item: MessageItem | undefined;
  /** Its outbox. */
  readonly versions: readonly Version[];
}

/**
 * Writes what is new together with the outbox, publishes the outbox, empties it. Wherever this breaks off, the receipt
 * comes again and finds the outbox as it was. A copy writes nothing, and publishes nothing unless the outbox is full.
 * @returns the works that failed; never rejects
 */
export async function keepOutcomes(works: readonly Work[], limits: Limits, deps: OutcomesDeps): Promise<Work[]> {
  const failed: Work[] = [];
  const attempt = async <T>(work: Work, step: string, act: () => Promise<T>): Promise<T[]> => {
    try {
      return [await act()];
    } catch (error) {
      deps.log({ code: 'OutcomeFailed', level: 'error', ...work.key, step, cause: errorCode(error) });
      failed.push(work);
      return [];
    }
  };
  const kept = await Promise.all(works.map((work) => attempt(work, 'write', () => keep(work, limits, deps))));
  const refused = await publish(kept.flat(), limits, deps);
  const finishOne = (one: Kept) => attempt(one.work, 'publish', () => finish(one, refused, limits, deps));
  await Promise.all(kept.flat().map(finishOne));
  return failed;
}

/** Another worker was faster each time. */
class ConflictError extends Error {
  override readonly name = 'OutcomeConflict';
}

/** The bus did not take a version. */
class RefusedError extends Error {
  override readonly name = 'Error';
  constructor(readonly code: string) {
    super(code);
  }
}

async function keep(work: Work, limits: Limits, deps: OutcomesDeps): Promise<Kept> {
  const { preparing } = limits;
  const { table, now } = deps;
  const { key, receipts, due } = work;
  for (let attempt = 0; attempt < outcomesBudget.attempts; attempt += 1) {
    const before = await table.read(key, preparing);
    const nowMs = now();
    const item = advance(key, before, { receipts, isDue: due.length > 0 }, nowMs);
    if (item === undefined) return { work, item, versions: [] };
    if (item !== before) {
      await noteFirst(work, item.receipts.slice(before?.receipts.length ?? 0), before, nowMs, limits, deps);
      if (!(await table.write(key, item, nowMs, preparing))) continue;
    }
    return { work, item, versions: versionsOf(item) };
  }
  throw new ConflictError();
}

/**
 * Writes aliases and due items before the message: after a crash, the copy finds its receipt already there and would
 * write none. No tick comes in between, because nothing is due within a minute, and this invocation ends before.
 */
async function noteFirst(
  { key, aliases }: Work,
  fresh: readonly Receipt[],
  before: MessageItem | undefined,
  nowMs: number,
  { preparing }: Limits,
  { table }: OutcomesDeps,
): Promise<void> {
  const earlier = before?.receipts ?? [];
  for (const { eventId, due, at, part, submitterMessageId } of fresh) {
    if (due !== null) {
      // Counted from now, so that receipts still waiting in this queue do not make the message overdue. Never
      // before it is due, as where the sender's clock is fast: the tick would find nothing to be past due, and forget it.
      const dueMs = Date.parse(due.at) + Math.max(0, nowMs - Date.parse(at));
      await table.noteDue(dueItem(key, dueMs), dueMs, preparing);
    }
    if (earlier.some((one) => one.part === part && one.submitterMessageId === submitterMessageId)) continue;
    for (const alias of aliases.get(eventId) ?? []) await table.noteAlias(alias, key, nowMs, preparing);
  }
}

/** They depend on the item alone: a version that is published again has the same content. */
function versionsOf({ outbox, receipts: all }: MessageItem): readonly Version[] {
  return outbox.map(({ outcome, receipts, at }) => {
    const evidence = all.slice(0, receipts);
    const event = toOutcomeEvent(outcome, evidenceOf(evidence), at);
    return { outcome, event, eventId: evidence.at(-1)?.eventId ?? '' };
  });
}

/** In as few calls as PutEvents allows. */
async function publish(
  kept: readonly Kept[],
  { publishing }: Limits,
  { publisher }: OutcomesDeps,
): Promise<ReadonlyMap<string, string>> {
  const events = kept.flatMap(({ versions }) => versions.map(({ event }) => event));
  return events.length === 0 ? new Map() : publisher.publish(events, publishing);
}

async function finish(
  { work, item, versions }: Kept,
  refused: ReadonlyMap<string, string>,
  { finishing }: Limits,
  { table, log }: OutcomesDeps,
): Promise<void> {
  const { key, due } = work;
  for (const { event, outcome, eventId } of versions) {
    const code = refused.get(event.id);
    if (code !== undefined) throw new RefusedError(code);
    const { version, state } = outcome;
    log({ code: 'OutcomePublished', ...key, version, state, id: event.id, eventId });
  }
  if (item !== undefined && versions.length > 0) await table.clearOutbox(key, item.rev, finishing);
  for (const one of due) await table.forgetDue(one, finishing);
}
