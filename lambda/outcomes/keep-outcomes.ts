import type { BusEvent } from '../shared/bus-event';
import { errorCode } from '../shared/error-code';
import { type Limits, outcomesBudget } from './budget';
import type { OutcomesDeps } from './deps';
import { type DueItem, dueItem, dueMsOf } from './due-item';
import { evidenceOf, type MessageKey, type Outcome, type Receipt } from './fold';
import { type Arrival, advance, type MessageItem, type News, owedBy, type Version } from './message-item';
import { toOutcomeEvent } from './outcome-event';

/** What a batch brings for one message. */
export interface Work {
  readonly key: MessageKey;
  readonly arrivals: readonly Arrival[];
  /** Other ids that people search for, with the receipt that names each. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** What the tick found to be due. If it fails, it is due at the next tick as well. */
  readonly due: readonly DueItem[];
  /** Ids of the SQS messages to give back if it fails. */
  readonly records: readonly string[];
}

interface Publication {
  readonly outcome: Outcome;
  /** The receipt that came last before it, by which `find` gets from an event to its message. */
  readonly eventId: string;
  readonly event: BusEvent;
}

/** A message whose item is written, and what these SQS messages must publish of it. */
interface Kept {
  readonly work: Work;
  readonly owed: readonly Publication[];
}

/**
 * Writes what is new, then publishes the versions that the receipts of this batch made. Wherever this breaks off, the
 * receipts come again, find themselves in the item, and publish the same versions.
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
  const { key, arrivals, due } = work;
  const news: News = { arrivals, dueMs: due.length > 0 ? Math.max(...due.map(dueMsOf)) : null };
  for (let attempt = 0; attempt < outcomesBudget.attempts; attempt += 1) {
    if (attempt > 0) await pauseBefore(attempt, limits, deps);
    const before = await table.read(key, preparing);
    const nowMs = now();
    const item = advance(key, before, news, nowMs);
    if (item === undefined) return { work, owed: [] };
    if (item !== before) {
      await noteFirst(work, item.receipts.slice(before?.receipts.length ?? 0), before, nowMs, limits, deps);
      if (!(await table.write(key, item, nowMs, preparing))) continue;
    }
    return { work, owed: owedBy(news, item).map((version) => publicationOf(version, item)) };
  }
  throw new ConflictError();
}

/** Workers that met once would meet again if they waited for the same time. */
function pauseBefore(attempt: number, { preparing }: Limits, { pause, random }: OutcomesDeps): Promise<void> {
  return pause(random() * outcomesBudget.pauseMs * 2 ** (attempt - 1), preparing);
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
      await table.noteDue(dueItem(key, dueMs), preparing);
    }
    if (earlier.some((one) => one.part === part && one.submitterMessageId === submitterMessageId)) continue;
    for (const alias of aliases.get(eventId) ?? []) await table.noteAlias(alias, key, nowMs, preparing);
  }
}

/** It depends on the item alone, which keeps it: published again, it has the same content. */
function publicationOf({ outcome, madeOf, at }: Version, { receipts }: MessageItem): Publication {
  const evidence = receipts.slice(0, madeOf);
  return {
    outcome,
    event: toOutcomeEvent(outcome, evidenceOf(evidence), at),
    eventId: evidence.at(-1)?.eventId ?? '',
  };
}

/** In as few calls as PutEvents allows. */
async function publish(
  kept: readonly Kept[],
  { publishing }: Limits,
  { publisher }: OutcomesDeps,
): Promise<ReadonlyMap<string, string>> {
  const events = kept.flatMap(({ owed }) => owed.map(({ event }) => event));
  return events.length === 0 ? new Map() : publisher.publish(events, publishing);
}

async function finish(
  { work: { key, due }, owed }: Kept,
  refused: ReadonlyMap<string, string>,
  { finishing }: Limits,
  { table, log }: OutcomesDeps,
): Promise<void> {
  for (const { event, outcome, eventId } of owed) {
    const code = refused.get(event.id);
    if (code !== undefined) throw new RefusedError(code);
    const { version, state } = outcome;
    log({ code: 'OutcomePublished', ...key, version, state, id: event.id, eventId });
  }
  for (const one of due) await table.forgetDue(one, finishing);
}
