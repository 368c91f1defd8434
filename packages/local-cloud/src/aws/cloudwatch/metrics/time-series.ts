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
