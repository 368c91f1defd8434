/** Minutes until a metric is there at worst: what the local cloud has at once (CloudWatch user guide, "Metrics"). */
const delays: Readonly<Record<string, number>> = {
  VibesCallbacks: 2,
  'AWS/ApiGateway': 2,
  'AWS/Events': 2,
  'AWS/Lambda': 2,
  'AWS/SQS': 2,
};

/**
 * SQS reports nothing of a queue that nobody has called for six hours, and needs up to 15 minutes until it does again (SQS
 * guide, "Monitoring Amazon SQS queues using CloudWatch"). Lambda polls the others all the time.
 */
const quiet: Readonly<Record<string, number>> = { DeadLetters: 15 };
const evaluationMinutes = 1;

/** Within which a person must know: Vibes sends again for 25 minutes. Of a dead letter `RecordFailed` told at its first failure. */
export function mostMinutes(id: string): number {
  return id in quiet ? 17 : 5;
}

export interface Watched {
  readonly DatapointsToAlarm?: unknown;
  readonly EvaluationPeriods?: unknown;
  readonly Namespace?: unknown;
  readonly Metrics?: unknown;
}

/**
 * From the first failure to the mail, at worst: the minutes that must breach, those that are waited, the evaluation.
 * @param id the alarm's name without the stack's
 */
export function worstCaseMinutes(id: string, alarm: Watched): number {
  const minutes = Number(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
  return minutes + minutesBack(alarm) + lateMinutes(id, alarm) + evaluationMinutes;
}

/** What a metric is late beyond the minutes that the alarm waits for it by itself. */
export function lateMinutes(id: string, alarm: Watched): number {
  const delay = quiet[id] ?? Math.max(...namespacesOf(alarm).map(delayOf));
  return Math.max(0, delay - minutesBack(alarm));
}

function delayOf(namespace: string): number {
  const delay = delays[namespace] ?? delays[namespace.replace(/\/.*$/, '')];
  if (delay === undefined) throw new Error(`how late is a metric of ${namespace}?`);
  return delay;
}

function namespacesOf(alarm: Watched): readonly string[] {
  return [...JSON.stringify(alarm).matchAll(/"Namespace":"([^"]+)"/g)].map(([, namespace = '']) => namespace);
}

/** How far back an expression looks at least: see `lib/minutes-ago.ts`. */
export function minutesBack({ Metrics }: Watched): number {
  return JSON.stringify(Metrics ?? []).includes('DIFF(DIFF(DIFF(') ? settledMinutes : 0;
}

/** As `MoRefused` waits: until the minute after is there as well. */
const settledMinutes = 3;
