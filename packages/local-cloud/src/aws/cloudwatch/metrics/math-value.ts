import type { PeriodRange, TimeSeries } from './time-series';

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
