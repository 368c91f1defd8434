/** Until a metric is there at worst (CloudWatch user guide, "Metrics"): what the local cloud has at once. */
export const metricDelayMinutes = 2;
const evaluationMinutes = 1;

/** Within which a person must know: Vibes sends again for 25 minutes. */
export const mostMinutes = 5;

interface Periods {
  readonly DatapointsToAlarm?: unknown;
  readonly EvaluationPeriods?: unknown;
}

/** From the first failure to the mail, at worst: the minutes that must breach, the metric's delay, the evaluation. */
export function worstCaseMinutes({ DatapointsToAlarm, EvaluationPeriods }: Periods): number {
  return Number(DatapointsToAlarm ?? EvaluationPeriods) + metricDelayMinutes + evaluationMinutes;
}
