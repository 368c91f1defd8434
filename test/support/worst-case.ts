/** Until a metric is there at worst (CloudWatch user guide, "Metrics"): what the local cloud has at once. */
const metricDelayMinutes = 2;
const evaluationMinutes = 1;

/** Within which a person must know: Vibes sends again for 25 minutes. */
export const mostMinutes = 5;

interface Watched {
  readonly DatapointsToAlarm?: unknown;
  readonly EvaluationPeriods?: unknown;
  readonly Metrics?: unknown;
}

/** From the first failure to the mail, at worst: the minutes that must breach, those that are waited, the evaluation. */
export function worstCaseMinutes(alarm: Watched): number {
  const minutes = Number(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
  return minutes + minutesBack(alarm) + lateMinutes(alarm) + evaluationMinutes;
}

/** What a metric is late beyond the minutes that the alarm waits for it by itself. */
export function lateMinutes(alarm: Watched): number {
  return Math.max(0, metricDelayMinutes - minutesBack(alarm));
}

/** How far back an expression looks at least: see `lib/minutes-ago.ts`. */
function minutesBack({ Metrics }: Watched): number {
  return JSON.stringify(Metrics ?? []).includes('DIFF(DIFF(DIFF(') ? settledMinutes : 0;
}

/** As `MoRefused` waits: until the minute after is there as well. */
const settledMinutes = 3;
