import { chunks } from '../../../../lambda/shared/chunks';
import type { OpsContext } from '../frame/context';
import { readCrashes } from './crashes';
import { type Failure, failureOf } from './last-failure';
import { equalsTerm, type FoundLine, findLogLines, textOf } from './log-lines';
import type { DeployedStack } from './stack';

/** What the consumer returned to its queues and has not finished since. */
export interface Retries {
  readonly count: number;
  /** How many, by where and why they failed last: `publish: InternalException`. */
  readonly causes: Readonly<Record<string, number>>;
}

export const noRetries: Retries = { count: 0, causes: {} };

/** A callback that failed comes back after 90 seconds at most. */
const windowMs = 180_000;
/** In a storm the newest lines show why, and a filter pattern of CloudWatch holds 1,024 characters. */
const limits = { pages: 5, ids: 50, idsPerPattern: 10 };

/** @param waiting how many there are at most: what is in the queues, visible or not */
export async function readRetries(
  context: OpsContext,
  stack: DeployedStack,
  waiting: number,
  nowMs: number,
): Promise<Retries> {
  if (waiting === 0) return noRetries;
  const group = stack.output('ConsumerLogGroupName');
  const fromMs = nowMs - windowMs;
  const failures = await findLogLines(context, group, {
    pattern: '{ $.code = "RecordFailed" || $.code = "Retried" }',
    fromMs,
    maxPages: limits.pages,
  });
  const lastOf = byMessage(failures);
  const ids = [...lastOf.keys()].slice(-limits.ids);
  const patterns = chunks(ids, limits.idsPerPattern).map(
    (some) => `{ ${some.map((id) => equalsTerm('messageId', id)).join(' || ')} }`,
  );
  const [crashes, ...found] = await Promise.all([
    readCrashes(context, stack, { fromMs, maxPages: limits.pages }),
    ...patterns.map((pattern) => findLogLines(context, group, { pattern, fromMs })),
  ]);
  // An attempt under way says nothing yet: the failure before it still counts.
  const told = found.flat().filter((line) => line.code !== 'Retried' || failureOf(line, crashes) !== undefined);
  const failing = [...byMessage(told).values()]
    .map((line) => failureOf(line, crashes))
    .filter((failure) => failure !== undefined)
    .slice(-waiting);
  return { count: failing.length, causes: countCauses(failing) };
}

/** Of each message the last line, in the order of time. */
function byMessage(lines: readonly FoundLine[]): ReadonlyMap<string, FoundLine> {
  const last = new Map<string, FoundLine>();
  for (const line of [...lines].sort((a, b) => a.atMs - b.atMs)) {
    const id = textOf(line, 'messageId');
    if (id === undefined) continue;
    last.delete(id);
    last.set(id, line);
  }
  return last;
}

function countCauses(failures: readonly Failure[]): Readonly<Record<string, number>> {
  const causes: Record<string, number> = {};
  for (const { step, cause } of failures) {
    const where = [step, cause].filter(Boolean).join(': ');
    causes[where] = (causes[where] ?? 0) + 1;
  }
  return causes;
}
