import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { attempt } from './attempt';
import { findLogLines, textOf } from './log-lines';
import { clockTime, type MetricSpec, readMetrics } from './metrics';
import { sources } from './sources';
import type { DeployedStack } from './stack';

/** Calls of Vibes that were answered 5XX. */
export interface Refusals {
  /**
   * How often, by what refused them: `StoreFailed`, `SecretUnreadable`, `Unexpected`, `IngestErrors`, `GatewayErrors`, …
   * `GatewayErrors`, the 5XX that no line explains, is left out if not every line was read.
   */
  readonly lastHour: Readonly<Record<string, number>>;
  /** The same with the errors' own codes, as ingest logged them. */
  readonly causes: Readonly<Record<string, number>>;
  /** Seconds since the last one; null without any. */
  readonly lastSecondsAgo: number | null;
  /** How long they had gone on by then, in seconds, without a pause in which a retry of Vibes came through; null without any. */
  readonly forSeconds: number | null;
}

const inLog = `${sources.refused} in ingest's log`;
const inMetrics = `${sources.refused} in CloudWatch`;

/** Enough to find the cause; in a storm there is no time for every line. */
const maxPages = 20;

const manyLines =
  'Ingest logged more errors than could be read: the 5XX counts are minimums, and GatewayErrors is left out. See the alarm of that name.';

/**
 * What ingest logged itself, and what CloudWatch counted where ingest could not: a crash, a timeout, a throttle, an
 * answer of the gateway's own.
 */
export async function readRefusals(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
  deadline: Deadline,
): Promise<Refusals> {
  const metrics = metricsOf(stack);
  let isComplete = true;
  const onCut = () => {
    isComplete = false;
    context.note(manyLines);
  };
  const query = { ...span, pattern: '{ $.level = "error" }', maxPages, onCut };
  const specs = metrics.map(({ spec }) => spec);
  const group = stack.output('IngestLogGroupName');
  const [found, counted] = await Promise.all([
    attempt(context, deadline, inLog, () => findLogLines(context, group, query), undefined),
    attempt(context, deadline, inMetrics, () => readMetrics(context, specs, span), []),
  ]);
  if (found === undefined) isComplete = false;
  const logged = found ?? [];
  const lastHour: Record<string, number> = {};
  const causes: Record<string, number> = {};
  const add = (counts: Record<string, number>, key: string, count: number) => {
    if (count > 0) counts[key] = (counts[key] ?? 0) + count;
  };
  // An operator's own test, not a call of Vibes.
  const lines = logged.filter((line) => textOf(line, 'smokeTest') === undefined);
  const posted = logged.filter((line) => textOf(line, 'smokeTest') === 'request');
  for (const line of lines) {
    add(lastHour, line.code, 1);
    add(causes, [line.code, textOf(line, 'cause')].filter(Boolean).join(': '), 1);
  }
  for (const [index, { name, isWhatIsLeft }] of metrics.entries()) {
    if (isWhatIsLeft && !isComplete) continue;
    const sum = total(counted[index]?.map(({ value }) => value));
    const explained = isWhatIsLeft ? total(Object.values(lastHour)) + posted.length : 0;
    add(lastHour, name, sum - explained);
    add(causes, name, sum - explained);
  }
  const isOnlyTests = logged.length > lines.length && Object.keys(lastHour).length === 0;
  if (isOnlyTests) return { lastHour, causes, lastSecondsAgo: null, forSeconds: null };
  const points = counted.flat().filter(({ value }) => value > 0);
  const happenedMs = [...lines.map(({ atMs }) => atMs), ...points.map(({ atMs }) => clockTime(context, atMs))];
  return { lastHour, causes, lastSecondsAgo: sinceLast(happenedMs, span.untilMs), forSeconds: lastRun(happenedMs) };
}

function sinceLast(happenedMs: readonly number[], nowMs: number): number | null {
  if (happenedMs.length === 0) return null;
  return Math.max(0, Math.round((nowMs - Math.max(...happenedMs)) / 1000));
}

/** Vibes retries every five minutes, and CloudWatch counts by the minute. */
const pauseMs = 7 * 60_000;

function lastRun(happenedMs: readonly number[]): number | null {
  const [last, ...earlier] = happenedMs.toSorted((a, b) => b - a);
  if (last === undefined) return null;
  let firstMs = last;
  for (const atMs of earlier) {
    if (firstMs - atMs > pauseMs) break;
    firstMs = atMs;
  }
  return Math.round((last - firstMs) / 1000);
}

interface Counted {
  /** Named like its alarm, and the alarm's section of the runbook. */
  readonly name: string;
  readonly spec: MetricSpec;
  /** The 5XX answers that nothing above explains. */
  readonly isWhatIsLeft: boolean;
}

function metricsOf(stack: DeployedStack): readonly Counted[] {
  const FunctionName = stack.optional('IngestFunctionName');
  const ofIngest = (name: string, metric: string): readonly Counted[] => {
    if (FunctionName === undefined) return [];
    const spec = { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName }, statistic: 'Sum' } as const;
    return [{ name, spec, isWhatIsLeft: false }];
  };
  const ApiName = stack.name;
  const answered = {
    namespace: 'AWS/ApiGateway',
    name: '5XXError',
    dimensions: { ApiName },
    statistic: 'Sum',
  } as const;
  return [
    ...ofIngest('IngestErrors', 'Errors'),
    ...ofIngest('IngestThrottled', 'Throttles'),
    { name: 'GatewayErrors', spec: answered, isWhatIsLeft: true },
  ];
}

function total(values: readonly number[] = []): number {
  return values.reduce((sum, value) => sum + value, 0);
}
