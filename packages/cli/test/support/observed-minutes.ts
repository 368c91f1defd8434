import { metricKey } from '../../../local-cloud/src/aws/cloudwatch/metrics/metric';
import { linesOf } from './lines-of';

/** As long as a rehearsal's minute is. */
const minuteMs = 1000;

/** What an alarm watches, as its message says it. */
interface Trigger extends MetricNames {
  readonly Period: number;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Statistic?: string;
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: MetricNames } }[];
}

interface MetricNames {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly name: string; readonly value: string }[];
}

interface Change {
  readonly AlarmName: string;
  readonly NewStateValue: string;
  readonly StateChangeTime: string;
  readonly Trigger?: Trigger;
}

interface Minute {
  readonly key: string;
  readonly ms: number;
  readonly values: readonly (readonly [value: number, count: number])[];
}

export interface Observed {
  readonly trigger: Trigger;
  /** Evaluations from the first minute in which what the alarm watches was there to the one that made it fire. */
  readonly minutes: number;
}

/**
 * How long the last firing of an alarm took, from the local cloud's own files, so that a busy machine makes no
 * difference: minutes are counted by what was evaluated. Undefined: a composite alarm, which takes no time of its own.
 * @param sinceMs minutes that had ended by then do not count
 */
export function observedMinutes(dataDir: string, alarmName: string, sinceMs = 0): Observed | undefined {
  const changes = linesOf<Change>(dataDir, 'alarms.jsonl').filter(({ AlarmName }) => AlarmName === alarmName);
  const fired = changes.findLastIndex(({ NewStateValue }) => NewStateValue === 'ALARM');
  const trigger = changes[fired]?.Trigger;
  if (trigger === undefined) return undefined;
  const [beganMs, firedMs] = [timeOf(changes[fired - 1]), timeOf(changes[fired])];
  const minutes = linesOf<Minute>(dataDir, 'metrics.jsonl').filter(({ ms }) => ms < firedMs);
  const keys = watched(trigger).map(({ Namespace, MetricName, Dimensions }) =>
    metricKey({
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ name, value }) => [name, value])),
    }),
  );
  const breaching = minutes.filter((minute) => keys.includes(minute.key) && breaches(minute, trigger));
  const evaluated = [...new Set(minutes.filter(({ key }) => key.includes('AWS/SQS')).map(({ ms }) => ms))];
  if (trigger.TreatMissingData === 'breaching') {
    // It is what does not come that fires it: the silence that it allows is none of its time.
    const last = Math.max(beganMs, ...breaching.map(({ ms }) => ms));
    const allowed = (trigger.Period * trigger.EvaluationPeriods) / 60;
    return { trigger, minutes: Math.max(1, evaluated.filter((ms) => ms > last).length - allowed) };
  }
  // The minute in which an alarm ended may be the one in which it all began again, and one that takes several was OK meanwhile.
  const earliestMs = beganMs - trigger.DatapointsToAlarm * minuteMs;
  const first = Math.min(...breaching.map(({ ms }) => ms).filter((ms) => ms >= earliestMs));
  const began = evaluated.filter((ms) => ms >= first);
  const counted = began.filter((ms) => ms + minuteMs > sinceMs || ms === began.at(-1));
  return { trigger, minutes: counted.length };
}

/** A formula's failures: how many calls there were at all is none. */
const countsCalls = ['Count', 'Invocations'];

function watched(trigger: Trigger): readonly MetricNames[] {
  if (trigger.Metrics === undefined) return [trigger];
  const all = trigger.Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]));
  return all.filter(({ MetricName }) => !countsCalls.includes(MetricName));
}

function breaches({ values }: Minute, { Threshold, Statistic, Metrics }: Trigger): boolean {
  const sum = values.reduce((total, [value, count]) => total + value * count, 0);
  if (Metrics !== undefined) return sum > 0;
  return (Statistic === 'MAXIMUM' ? Math.max(...values.map(([value]) => value)) : sum) >= Threshold;
}

function timeOf(change: Change | undefined): number {
  return change === undefined ? 0 : Date.parse(change.StateChangeTime.replace('+0000', 'Z'));
}
