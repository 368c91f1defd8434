import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { attempt } from './attempt';
import { findLogLines, textOf } from './log-lines';
import { queueNameOf, readMetrics } from './metrics';
import { hasOutcomes } from './outcomes';
import { noMessages, queueLevels } from './queue';
import { sources } from './sources';
import type { DeployedStack } from './stack';

/** State of the outcomes function. What it gave up on is undelivered, in the subscription `Outcomes`. */
export interface OutcomesHealth {
  /** Receipts in its queue, visible or not. */
  readonly waiting: { readonly count: number; readonly oldestSeconds: number | null };
  /** What it failed on in the last hour and tries again, by where and why: `publish: InternalException`. */
  readonly failed: Readonly<Record<string, number>>;
  /** How often it crashed or timed out in the last hour. */
  readonly crashed: number;
  /** Messages of which a receipt became overdue in the last hour. */
  readonly overdue: number;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** With many failures, the first ones show why. */
const maxPages = 5;
const tooLong = 'DueTooLong';

/** Null without a `MessageOutcomes`. */
export async function readOutcomesHealth(
  context: OpsContext,
  stack: DeployedStack,
  nowMs: number,
  deadline: Deadline,
): Promise<OutcomesHealth | null> {
  if (!hasOutcomes(stack)) return null;
  const group = stack.output('OutcomesLogGroupName');
  const queueUrl = stack.output('OutcomesQueueUrl');
  const ofOutcomes = <T, U>(read: () => Promise<T>, otherwise: U) =>
    attempt(context, deadline, sources.outcomes, read, otherwise);
  const query = { maxPages, deadline, fromMs: nowMs - hourMs, onCut: () => deadline.leaveOut(sources.outcomes) };
  const lines = (pattern: string) => ofOutcomes(() => findLogLines(context, group, { ...query, pattern }), []);
  const span = { fromMs: nowMs - hourMs, untilMs: nowMs + minuteMs };
  const [{ visible, inFlight }, [ages = [], errors = []], failures, overdue] = await Promise.all([
    ofOutcomes(() => queueLevels(context, queueUrl), noMessages),
    ofOutcomes(() => readMetrics(context, metricsOf(stack, queueUrl), span), []),
    lines(`{ $.code = "OutcomeFailed" || $.code = "ReceiptUnreadable" || $.code = "${tooLong}" }`),
    lines('{ $.code = "OutcomePublished" && $.state = "overdue" }'),
  ]);
  const failed: Record<string, number> = {};
  for (const line of failures) {
    const { code } = line;
    const cause =
      code === tooLong
        ? `tick: ${code}`
        : [textOf(line, 'step') ?? 'read', textOf(line, 'cause')].filter(Boolean).join(': ');
    failed[cause] = (failed[cause] ?? 0) + 1;
  }
  const count = visible + inFlight;
  // The age was measured before the queue was emptied.
  const oldestSeconds = count === 0 ? null : (ages.at(-1)?.value ?? null);
  // Lambda also counts the ticks that failed because something is due for too long.
  const late = failures.filter(({ code }) => code === tooLong).length;
  const crashed = Math.max(0, errors.reduce((sum, { value }) => sum + value, 0) - late);
  // A version that is published again has its id.
  const overdueIds = new Set(overdue.map((line) => textOf(line, 'id')));
  return { waiting: { count, oldestSeconds }, failed, crashed, overdue: overdueIds.size };
}

function metricsOf(stack: DeployedStack, queueUrl: string) {
  return [
    {
      ...{ namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum' as const },
      dimensions: { QueueName: queueNameOf(queueUrl) },
    },
    {
      ...{ namespace: 'AWS/Lambda', name: 'Errors', statistic: 'Sum' as const },
      dimensions: { FunctionName: stack.output('OutcomesFunctionName') },
    },
  ];
}
