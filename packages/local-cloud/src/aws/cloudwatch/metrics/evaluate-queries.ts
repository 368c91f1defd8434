import { evaluateMath, referredIds } from './metric-math';
import type { MetricQuery, MetricStat } from './metric-query';
import type { MetricStore, Values } from './metric-store';
import { mergeValues, statisticOf } from './statistic';
import type { PeriodRange, TimeSeries } from './time-series';

export interface QueryRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The series of one of the queries, with those that it refers to.
 * @throws Error for what cannot be evaluated
 */
export function evaluateQuery(
  query: MetricQuery,
  queries: readonly MetricQuery[],
  store: MetricStore,
  range: QueryRange,
): TimeSeries {
  const periodSeconds = periodOf(query, queries);
  return evaluate(query, { queries, store, range: { ...range, periodSeconds }, underWay: [] });
}

/** An expression has the period of the metrics that it is made of. */
export function periodOf(query: MetricQuery, queries: readonly MetricQuery[]): number {
  if (query.source.periodSeconds !== undefined) return query.source.periodSeconds;
  const periods = queries.flatMap(({ source }) => (source.kind === 'metric' ? [source.periodSeconds] : []));
  const [first = 60] = periods;
  if (periods.some((period) => period !== first)) {
    throw new Error('metrics of different periods in one set of queries are not supported');
  }
  return first;
}

interface Scene {
  readonly queries: readonly MetricQuery[];
  readonly store: MetricStore;
  readonly range: PeriodRange;
  /** Ids of the expressions that wait for this one. */
  readonly underWay: readonly string[];
}

function evaluate({ id, source }: MetricQuery, scene: Scene): TimeSeries {
  const { queries, store, range, underWay } = scene;
  if (source.kind === 'metric') return readMetricSeries(source, store, range);
  if (underWay.includes(id)) throw new Error(`the expression ${id} refers to itself`);
  return evaluateMath(source.expression, {
    range,
    metricIds: queries.filter((query) => query.source.kind === 'metric').map((query) => query.id),
    series: (wanted) => evaluate(findQuery(wanted, queries), { ...scene, underWay: [...underWay, id] }),
  });
}

function findQuery(id: string, queries: readonly MetricQuery[]): MetricQuery {
  const found = queries.find((query) => query.id === id);
  if (found === undefined) throw new Error(`there is no metric or expression ${id}`);
  return found;
}

function readMetricSeries(source: MetricStat, store: MetricStore, range: PeriodRange): TimeSeries {
  const statistic = statisticOf(source.stat);
  if (statistic === undefined) throw new Error(`the statistic ${source.stat} is not supported`);
  const periods = new Map<number, Values[]>();
  for (const [second, values] of store.read(source.metric, range.from, range.to)) {
    const start = range.from + Math.floor((second - range.from) / range.periodSeconds) * range.periodSeconds;
    periods.set(start, [...(periods.get(start) ?? []), values]);
  }
  const sorted = [...periods].sort(([left], [right]) => left - right);
  return new Map(sorted.map(([second, minutes]) => [second, statistic(mergeValues(minutes))]));
}

/**
 * Checks that all of it can be evaluated with any data.
 * @throws Error for a statistic, a function or an id that is not known
 */
export function checkQueries(queries: readonly MetricQuery[], store: MetricStore): void {
  for (const query of queries) {
    if (query.source.kind === 'math') for (const id of referredIds(query.source.expression)) findQuery(id, queries);
    evaluateQuery(query, queries, store, { from: 0, to: 60 });
  }
}
