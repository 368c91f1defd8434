import type { OpsContext } from '../frame/context';
import { findLogLines, textOf } from './log-lines';
import { type MetricSpec, readMetrics } from './metrics';
import type { DeployedStack } from './stack';

/** What Vibes was answered 503 to. */
export interface Refusals {
  /** How often, by what refused: `StoreFailed`, `SecretUnreadable`, `Unexpected`, `IngestErrors`, … */
  readonly lastHour: Readonly<Record<string, number>>;
  /** The same with the errors' own codes, as ingest logged them. */
  readonly causes: Readonly<Record<string, number>>;
  /** Seconds since the last one; null without any. */
  readonly lastSecondsAgo: number | null;
}

/** Enough to tell why; in a storm not each line is worth its time. */
const maxPages = 20;

/**
 * What ingest logged itself, and what CloudWatch counted where ingest could not: a crash, a timeout, a throttle, an
 * answer of the gateway's own.
 */
export async function readRefusals(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
): Promise<Refusals> {
  const [lines, counted] = await Promise.all([
    findLogLines(context, stack.output('IngestLogGroupName'), { ...span, pattern: '{ $.level = "error" }', maxPages }),
    readMetrics(context, metricsOf(stack), span),
  ]);
  const lastHour: Record<string, number> = {};
  const causes: Record<string, number> = {};
  const add = (counts: Record<string, number>, key: string, count: number) => {
    if (count > 0) counts[key] = (counts[key] ?? 0) + count;
  };
  for (const line of lines) {
    add(lastHour, line.code, 1);
    add(causes, [line.code, textOf(line, 'cause')].filter(Boolean).join(': '), 1);
  }
  const [errors = [], throttles = []] = counted;
  for (const [name, points] of [
    ['IngestErrors', errors],
    ['IngestThrottled', throttles],
  ] as const) {
    const sum = points.reduce((total, { value }) => total + value, 0);
    add(lastHour, name, sum);
    add(causes, name, sum);
  }
  const moments = [
    ...lines.map(({ atMs }) => atMs),
    ...counted
      .flat()
      .filter(({ value }) => value > 0)
      .map(({ atMs }) => atMs),
  ];
  const lastMs = Math.max(...moments);
  return {
    lastHour,
    causes,
    lastSecondsAgo: moments.length === 0 ? null : Math.max(0, Math.round((span.untilMs - lastMs) / 1000)),
  };
}

function metricsOf(stack: DeployedStack): readonly MetricSpec[] {
  const functionName = stack.optional('IngestFunctionName');
  if (functionName === undefined) return [];
  const dimensions = { FunctionName: functionName };
  return ['Errors', 'Throttles'].map((name) => ({ namespace: 'AWS/Lambda', name, dimensions, statistic: 'Sum' }));
}
