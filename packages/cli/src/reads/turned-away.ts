import { moMethods, moRoute } from '../../../../lambda/shared/mo-route';
import type { OpsContext } from '../frame/context';
import { findLogLines, textOf } from './log-lines';
import { clockTime, type MetricSpec, readMetrics } from './metrics';
import type { DeployedStack } from './stack';

/** What was answered 4XX, and what was let through. */
export interface TurnedAway {
  /** 401 by ingest: credentials that do not match. */
  readonly byIngest: number;
  /** By API Gateway itself, before any function: 403, the 401 that asks for credentials, or too large or throttled (503). */
  readonly byGateway: number;
  /** Of these, on the MO route: without credentials, or from an address that is not in the list. */
  readonly byGatewayOnMo: number;
  /** Calls of the MO route that were let through. */
  readonly passedOnMo: number;
  /** Calls of all routes. */
  readonly calls: number;
  /** When the last one was refused, to the nearest period; undefined if none was. */
  readonly lastAtMs: number | undefined;
  readonly lastPassedOnMoAtMs: number | undefined;
}

export async function countTurnedAway(
  context: OpsContext,
  stack: DeployedStack,
  span: { readonly fromMs: number; readonly untilMs: number },
  periodSeconds = 60,
): Promise<TurnedAway> {
  const ofApi = (name: string, more: Readonly<Record<string, string>> = {}): MetricSpec => ({
    ...{ namespace: 'AWS/ApiGateway', name, statistic: name === 'Count' ? 'SampleCount' : 'Sum' },
    dimensions: { ApiName: stack.name, ...more },
  });
  const onMo = (name: string) =>
    moMethods.map((Method) => ofApi(name, { Stage: stack.output('ApiStageName'), Resource: `/${moRoute}`, Method }));
  const wrong: MetricSpec = {
    ...{ namespace: 'VibesCallbacks', name: 'MoUnauthorized', statistic: 'Sum' },
    dimensions: { Scope: stack.name },
  };
  const specs = [ofApi('4XXError'), ofApi('Count'), wrong, ...onMo('4XXError'), ...onMo('Count')];
  const points = await readMetrics(context, specs, { ...span, periodSeconds });
  const sum = (from: number, to = from + 1) =>
    points.slice(from, to).reduce((all, some) => all + some.reduce((total, { value }) => total + value, 0), 0);
  const [refused, byIngest, moRefused] = [sum(0), sum(2), sum(3, 6)];
  const last = (all: readonly { readonly atMs: number; readonly value: number }[]) =>
    all.filter(({ value }) => value > 0).at(-1)?.atMs;
  const byClock = (atMs: number | undefined) => (atMs === undefined ? undefined : clockTime(context, atMs));
  return {
    byIngest,
    byGateway: Math.max(0, refused - byIngest),
    byGatewayOnMo: Math.max(0, moRefused - byIngest),
    passedOnMo: Math.max(0, sum(6, 9) - moRefused),
    calls: sum(1),
    lastAtMs: byClock(last(points[0] ?? [])),
    lastPassedOnMoAtMs: byClock(lastPassed(points.slice(3, 6), points.slice(6, 9))),
  };
}

type Points = readonly { readonly atMs: number; readonly value: number }[];

function lastPassed(refused: readonly Points[], calls: readonly Points[]): number | undefined {
  const left = new Map<number, number>();
  for (const { atMs, value } of calls.flat()) left.set(atMs, (left.get(atMs) ?? 0) + value);
  for (const { atMs, value } of refused.flat()) left.set(atMs, (left.get(atMs) ?? 0) - value);
  const passed = [...left].filter(([, value]) => value > 0).map(([atMs]) => atMs);
  return passed.length === 0 ? undefined : Math.max(...passed);
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
