import { errorText } from '../../base/error-text';
import { AwsError } from '../protocols/aws-error';
import type { Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import { refuseMembers } from '../protocols/refuse-members';
import { evaluateQuery, periodOf } from './metrics/evaluate-queries';
import type { MetricClock } from './metrics/metric-clock';
import { type MetricQuery, readQueries } from './metrics/metric-query';
import type { MetricStore } from './metrics/metric-store';
import { toTime } from './to-time';

/** API reference, GetMetricData. */
const maxDatapoints = 100_800;

const supported = ['MetricDataQueries', 'StartTime', 'EndTime', 'NextToken', 'ScanBy', 'MaxDatapoints', 'LabelOptions'];

/** A result: the newest values first, unless asked otherwise. */
interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly StatusCode: string;
  readonly Timestamps: readonly Date[];
  readonly Values: readonly number[];
}

export function getMetricData(input: Input, clock: MetricClock, store: MetricStore): unknown {
  refuseMembers(input, supported, 'ValidationError');
  const queries = readInput(input);
  const start = clock.fromOutside(toTime(input.StartTime, 'StartTime'));
  const end = clock.fromOutside(toTime(input.EndTime, 'EndTime'));
  if (start >= end) throw invalid('StartTime must lie before EndTime');
  const size = Math.min(Number(input.MaxDatapoints ?? maxDatapoints), maxDatapoints);
  const wanted = { start, end, newestFirst: input.ScanBy !== 'TimestampAscending' };
  const results = queries
    .filter(({ returnData }) => returnData)
    .map((query) => resultOf(query, queries, wanted, { clock, store }));
  return cutToPage(results, size, input.NextToken);
}

interface Wanted {
  readonly start: number;
  readonly end: number;
  readonly newestFirst: boolean;
}

function resultOf(
  query: MetricQuery,
  all: readonly MetricQuery[],
  { start, end, newestFirst }: Wanted,
  { clock, store }: { readonly clock: MetricClock; readonly store: MetricStore },
): Result {
  const series = evaluated(() => {
    const period = periodOf(query, all);
    // A start within a period counts as the start of that period.
    return evaluateQuery(query, all, store, { from: Math.floor(start / period) * period, to: end });
  });
  const points = [...series].sort(([left], [right]) => (newestFirst ? right - left : left - right));
  return {
    Id: query.id,
    Label: query.label ?? (query.source.kind === 'metric' ? query.source.metric.name : query.id),
    StatusCode: 'Complete',
    Timestamps: points.map(([second]) => clock.toOutside(second)),
    Values: points.map(([, value]) => value),
  };
}

function readInput({ MetricDataQueries: wanted }: Input): readonly MetricQuery[] {
  const queries = evaluated(() => readQueries(wanted));
  if (queries.length === 0 || queries.length > 500) throw invalid('MetricDataQueries must have 1 to 500 queries');
  const ids = queries.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw invalid('the Ids of the queries must differ');
  const malformed = ids.find((id) => !/^[a-z][A-Za-z0-9_]*$/.test(id));
  if (malformed !== undefined) throw invalid(`the Id ${malformed} must begin with a lower-case letter`);
  return queries;
}

/** Pages go through the data points of one result after the other. */
function cutToPage(results: readonly Result[], size: number, token: unknown): unknown {
  const points = results.flatMap((result) => result.Values.map((value, at) => ({ result, value, at })));
  const { items, next } = paginate(points, size, token, 'InvalidNextToken');
  const MetricDataResults = results.map((result) => {
    const own = items.filter((item) => item.result === result);
    return {
      ...result,
      Timestamps: own.map(({ at }) => result.Timestamps[at]),
      Values: own.map(({ value }) => value),
    };
  });
  return { MetricDataResults, Messages: [], NextToken: next };
}

function evaluated<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw invalid(errorText(error));
  }
}

function invalid(reason: string): AwsError {
  return new AwsError('ValidationError', `The local cloud cannot answer this: ${reason}.`);
}
