import { moRoute } from '../../../../lambda/shared/mo-route';
import type { OpsContext } from '../frame/context';
import { isStored } from './ingest-answers';
import { findLogLines, logLinePages, textOf } from './log-lines';
import { clockTime, type MetricSpec, readMetrics } from './metrics';
import { calledStages, type DeployedStack } from './stack';

/** What was answered 4XX, and what was let through. */
export interface TurnedAway {
  /** 401 by ingest: credentials that do not match. */
  readonly byIngest: number;
  /** By API Gateway, before ingest: 403, the 401 that asks for credentials, or too large or throttled (503). */
  readonly byGateway: number;
  /** Of these, the 401s of the MO route that ask for credentials. */
  readonly byGatewayOnMo: number;
  /** Calls of the MO route that came through: with the right credentials. */
  readonly passedOnMo: number;
  /** Calls of all routes. */
  readonly calls: number;
  /** When the last one was refused, to the nearest period; undefined if none was. */
  readonly lastAtMs: number | undefined;
  /** The same of those by ingest. */
  readonly lastWrongAtMs: number | undefined;
}

export async function countTurnedAway(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
  periodSeconds = 60,
): Promise<TurnedAway> {
  const stages = calledStages(stack);
  const points = await readMetrics(context, metricsOf(stack, stages), { ...span, periodSeconds });
  const [refused = [], calls = [], wrong = [], ...more] = points;
  const challenged = more.slice(0, stages.length).flat();
  const [asked = [], failed = []] = more.slice(stages.length);
  const last = (some: Points) => {
    const atMs = some.filter(({ value }) => value > 0).at(-1)?.atMs;
    return atMs === undefined ? undefined : clockTime(context, atMs);
  };
  return {
    byIngest: total(wrong),
    byGateway: Math.max(0, total(refused) - total(wrong)),
    // The authorizer counts a challenge at the end of a minute in two (lambda/shared/metrics.ts), and each as an error: but
    // also what it fails on, and tests.
    byGatewayOnMo: Math.min(total(challenged), total(failed)),
    passedOnMo: Math.max(0, total(asked) - total(failed) - total(wrong)),
    calls: total(calls),
    lastAtMs: last(refused),
    lastWrongAtMs: last(wrong),
  };
}

/** Of all stages: only `MoChallenged` has no total of its own. */
function metricsOf(stack: DeployedStack, stages: readonly string[]): readonly MetricSpec[] {
  const ofApi = (name: string, statistic: MetricSpec['statistic']): MetricSpec => ({
    ...{ namespace: 'AWS/ApiGateway', name, statistic },
    dimensions: { ApiName: stack.name },
  });
  const ours = (name: string, by: Readonly<Record<string, string>> = {}): MetricSpec => ({
    ...{ namespace: 'VibesCallbacks', name, statistic: 'Sum' },
    dimensions: { Scope: stack.name, ...by },
  });
  const FunctionName = stack.optional('MoAuthorizerFunctionName');
  const ofAuthorizer = (name: string): MetricSpec[] =>
    // A version before this one has neither this output nor this metric.
    FunctionName === undefined
      ? []
      : [{ namespace: 'AWS/Lambda', name, dimensions: { FunctionName }, statistic: 'Sum' }];
  return [
    ofApi('4XXError', 'Sum'),
    ofApi('Count', 'SampleCount'),
    ours('MoUnauthorized'),
    ...stages.map((Stage) => ours('MoChallenged', { Stage })),
    ...ofAuthorizer('Invocations'),
    ...ofAuthorizer('Errors'),
  ];
}

type Points = readonly { readonly atMs: number; readonly value: number }[];

function total(points: Points): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

/**
 * The same without an operator's own tests, which have the right password, whatever Vibes has. One that was posted asked
 * for the challenge first.
 */
export async function withoutTests(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
  counts: TurnedAway,
): Promise<TurnedAway> {
  const tests = await findLogLines(context, stack.output('IngestLogGroupName'), {
    ...{ ...span, maxPages: 5 },
    pattern: '{ $.smokeTest = "invocation" || $.smokeTest = "request" }',
  });
  const posted = tests.filter((line) => textOf(line, 'smokeTest') === 'request').length;
  return {
    ...counts,
    byGateway: Math.max(0, counts.byGateway - posted),
    byGatewayOnMo: Math.max(0, counts.byGatewayOnMo - posted),
    passedOnMo: Math.max(0, counts.passedOnMo - tests.length),
    calls: Math.max(0, counts.calls - 2 * posted),
  };
}

export interface WrongCredentials {
  readonly causes: Readonly<Record<string, number>>;
  readonly lastMs: number | undefined;
}

/** Why ingest answered 401, as it logged it. */
export async function readWrongCredentials(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
): Promise<WrongCredentials> {
  const lines = await findLogLines(context, stack.output('IngestLogGroupName'), {
    ...{ ...span, maxPages: 5 },
    pattern: '{ $.code = "MoUnauthorized" }',
  });
  const causes: Record<string, number> = {};
  for (const line of lines) {
    const cause = textOf(line, 'cause') ?? 'wrong-credentials';
    causes[cause] = (causes[cause] ?? 0) + 1;
  }
  return { causes, lastMs: lines.at(-1)?.atMs };
}

/**
 * Whether an MO message was stored after that. An operator's own test does not count: it has the right password even if
 * Vibes does not.
 * @returns null if none was found in the part of the log that was read
 */
export async function hasPassedSince(
  context: OpsContext,
  stack: DeployedStack,
  sinceMs: number,
): Promise<boolean | null> {
  let isCut = false;
  const pages = logLinePages(context, stack.output('IngestLogGroupName'), {
    ...{ fromMs: sinceMs + 1, maxPages: 5 },
    pattern: `{ $.route = "/${moRoute}" }`,
    onCut: () => {
      isCut = true;
    },
  });
  for await (const page of pages) {
    if (page.some((line) => isStored(line.code) && textOf(line, 'smokeTest') === undefined)) return true;
  }
  return isCut ? null : false;
}
