import { asRecord, asRecords, optionalText } from '../../../template/properties';
import type { Metric } from './metric';

/** One of the queries of GetMetricData, or of an alarm. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string | undefined;
  readonly returnData: boolean;
  readonly source: MetricStat | MathSource;
}

export interface MetricStat {
  readonly kind: 'metric';
  readonly metric: Metric;
  readonly periodSeconds: number;
  /** `Sum`, `p99` */
  readonly stat: string;
}

export interface MathSource {
  readonly kind: 'math';
  readonly expression: string;
  readonly periodSeconds: number | undefined;
}

/**
 * Reads queries as the API and the template write them.
 * @throws Error for a query that is neither a metric nor an expression, or that asks for another account's or a unit's data
 */
export function readQueries(value: unknown): readonly MetricQuery[] {
  return asRecords(value).map((query) => {
    const { Id, Label, ReturnData = true, Expression, MetricStat: stat, Period, ...others } = query;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw new Error(`${unknown} of a metric query is not supported`);
    const id = String(Id);
    const source: MetricQuery['source'] =
      typeof Expression === 'string'
        ? { kind: 'math', expression: Expression, periodSeconds: Period === undefined ? undefined : readPeriod(Period) }
        : readStat(asRecord(stat), id);
    return { id, label: optionalText(Label), returnData: String(ReturnData) === 'true', source };
  });
}

function readStat({ Metric: metric, Period, Stat, ...others }: Record<string, unknown>, id: string): MetricStat {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`${unknown} of the metric query ${id} is not supported`);
  if (typeof Stat !== 'string') throw new Error(`the metric query ${id} has neither an expression nor a statistic`);
  return { kind: 'metric', metric: readMetric(asRecord(metric)), periodSeconds: readPeriod(Period), stat: Stat };
}

export function readMetric({ Namespace, MetricName, Dimensions }: Record<string, unknown>): Metric {
  const dimensions = asRecords(Dimensions).map(({ Name, Value }) => [String(Name), String(Value)] as const);
  return { namespace: String(Namespace), name: String(MetricName), dimensions: Object.fromEntries(dimensions) };
}

/** @throws Error for a period that is not a whole number of minutes */
export function readPeriod(value: unknown): number {
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds > 0 && seconds % 60 === 0) return seconds;
  throw new Error(`the period ${String(value)} is not supported: it must be a multiple of 60 seconds`);
}
