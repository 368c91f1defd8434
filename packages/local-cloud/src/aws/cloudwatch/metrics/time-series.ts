/** A value for some of the periods of a range, by the second that each begins at. */
export type TimeSeries = ReadonlyMap<number, number>;

/** The periods that a query is about: from the first second on, before the last. */
export interface PeriodRange {
  readonly from: number;
  readonly to: number;
  readonly periodSeconds: number;
}

export function periodsOf({ from, to, periodSeconds }: PeriodRange): readonly number[] {
  const count = Math.max(0, Math.ceil((to - from) / periodSeconds));
  return Array.from({ length: count }, (_, index) => from + index * periodSeconds);
}

/** A number, a text (an argument of some functions), a time series, or a list of them. */
export type MathValue = number | string | TimeSeries | readonly TimeSeries[];

/** What an expression may refer to. */
export interface MathScope {
  readonly range: PeriodRange;
  /** The series of another query, by its id. */
  series(id: string): TimeSeries;
  /** Ids of all queries that are metrics. */
  readonly metricIds: readonly string[];
}
