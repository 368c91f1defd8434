import type { MetricQuery } from '../metrics/metric-query';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What every alarm has. */
interface CommonDefinition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

export interface MetricAlarm extends CommonDefinition {
  readonly kind: 'metric';
  /** One of them returns the data that the alarm watches. */
  readonly queries: readonly MetricQuery[];
  readonly watched: MetricQuery;
  readonly periodSeconds: number;
  readonly comparison: AlarmComparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
  /** @default - it is evaluated from its creation on */
  readonly warmUp?: WarmUp;
}

/** How long a new alarm stays in INSUFFICIENT_DATA, even if its metrics breach. */
export interface WarmUp {
  readonly minutes: number;
  /** False: it ends as soon as there are as many data points as the alarm looks at. */
  readonly isWhole: boolean;
}

export interface CompositeAlarm extends CommonDefinition {
  readonly kind: 'composite';
  readonly rule: string;
}

export type AlarmDefinition = MetricAlarm | CompositeAlarm;

export const comparisons = {
  GreaterThanOrEqualToThreshold: { sentence: 'greater than or equal to', holds: (value, limit) => value >= limit },
  GreaterThanThreshold: { sentence: 'greater than', holds: (value, limit) => value > limit },
  LessThanThreshold: { sentence: 'less than', holds: (value, limit) => value < limit },
  LessThanOrEqualToThreshold: { sentence: 'less than or equal to', holds: (value, limit) => value <= limit },
} as const satisfies Readonly<
  Record<string, { readonly sentence: string; holds(value: number, limit: number): boolean }>
>;

export type AlarmComparison = keyof typeof comparisons;
