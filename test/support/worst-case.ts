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
const quiet: Readonly<Record<string, number>> = { DeadLetters: 15, OrdersUndelivered: 15 };
const evaluationMinutes = 1;

/** Within which a person must know: Vibes sends again for 25 minutes. Of a dead letter `RecordFailed` told at its first failure. */
export function mostMinutes(id: string): number {
  return id in quiet ? 17 : (patient[id] ?? 5);
}

/** A single minute shows neither: a message is challenged in one and comes in the next, or we learn of a challenge late. */
const patient: Readonly<Record<string, number>> = { CallerRefused: 6, MoRefused: 7 };

export interface Watched {
  readonly DatapointsToAlarm?: unknown;
  readonly EvaluationPeriods?: unknown;
  readonly Namespace?: unknown;
}

/**
 * From the first failure to the mail, at worst: the minutes that must breach, what CloudWatch is late, the evaluation.
 * @param id the alarm's name without the stack's
 */
export function worstCaseMinutes(id: string, alarm: Watched): number {
  const minutes = Number(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
  return minutes + lateMinutes(id, alarm) + evaluationMinutes;
}

/** What a metric is late. */
export function lateMinutes(id: string, alarm: Watched): number {
  return quiet[id] ?? Math.max(...namespacesOf(alarm).map(delayOf));
}

function delayOf(namespace: string): number {
  const delay = delays[namespace] ?? delays[namespace.replace(/\/.*$/, '')];
  if (delay === undefined) throw new Error(`how late is a metric of ${namespace}?`);
  return delay;
}

function namespacesOf(alarm: Watched): readonly string[] {
  return [...JSON.stringify(alarm).matchAll(/"Namespace":"([^"]+)"/g)].map(([, namespace = '']) => namespace);
}
