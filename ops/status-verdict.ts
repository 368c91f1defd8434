import type { ListedAlarm } from './aws/alarms';
import type { Refusals } from './aws/refusals';
import type { Retries } from './aws/retries';
import { leftOutText } from './frame/deadline';
import { spanText } from './frame/times';

/** `act`: lost or late if nobody acts; `look`: something to look at; `fine`: neither. */
export type Verdict = 'fine' | 'look' | 'act';

export interface StatusFacts {
  readonly version: string | null;
  readonly commit: string | null;
  readonly waiting: { readonly count: number; readonly oldestSeconds: number | null };
  readonly inFlight: number;
  /** Of those that wait or are in flight: what the consumer gave back, and why. */
  readonly retrying: Retries;
  readonly dead: { readonly count: number; readonly oldestReceivedAt: string | null };
  readonly overflow: {
    readonly pending: number;
    readonly oldestSeconds: number | null;
    /** Of which it is not known whether they were published: the identity key was not read. */
    readonly undecided: number;
    /** Older ones that were not looked at. */
    readonly unchecked: number;
  };
  /** By reason, without what was processed again. */
  readonly unrecognized: { readonly lastDay: Readonly<Record<string, number>> };
  readonly refused: Refusals;
  /** Those that are in ALARM. */
  readonly alarms: readonly Omit<ListedAlarm, 'description'>[];
  /** What there was no time to look at, or not all of it: its counts are the least there is. */
  readonly leftOut: readonly string[];
  readonly nowMs: number;
}

export interface Status extends Omit<StatusFacts, 'nowMs'> {
  readonly verdict: Verdict;
  /** A sentence for each thing found, with the command to type. */
  readonly advice: readonly string[];
}

/** As the alarm `MessagesTooOld`: two minutes are more than a burst, and little of Vibes' 25. */
const tooOldSeconds = 120;
/** A message that tells the consumer of an object takes its time as any other. */
const overflowLateSeconds = 300;
/** Longer ago, it has ended: Vibes sends again every five minutes. */
const refusedLatelySeconds = 300;

/** Alarms behind which something is lost or late if nobody acts; the others can wait for the morning. */
const actNow =
  /-(Previous)?(CallbacksAtRisk|DeadLetters|DeadLettersGrow|\w+Expiring|MostRefused|MessagesTooOld|RetriesTooOld|StoreFailed|IngestDown|IngestErrors|IngestThrottled|SecretUnreadable|GatewayErrors|MoRefused|\w+Silent)$/;

export function isUrgent(alarmName: string): boolean {
  return actNow.test(alarmName);
}

interface Finding {
  readonly verdict: 'look' | 'act';
  readonly advice: string;
}

export function judgeStatus({ nowMs, ...facts }: StatusFacts): Status {
  const findings = [
    ...deadFinding(facts, nowMs),
    ...waitingFinding(facts),
    ...overflowFinding(facts),
    ...undecidedFinding(facts),
    ...refusedFinding(facts),
    ...unrecognizedFinding(facts),
    ...facts.alarms.map(alarmFinding),
    ...leftOutFinding(facts),
  ];
  const verdict = findings.some((one) => one.verdict === 'act') ? 'act' : findings.length > 0 ? 'look' : 'fine';
  return { verdict, ...facts, advice: findings.map(({ advice }) => advice) };
}

function deadFinding({ dead }: Omit<StatusFacts, 'nowMs'>, nowMs: number): Finding[] {
  if (dead.count === 0) return [];
  const age =
    dead.oldestReceivedAt === null
      ? ''
      : `, the oldest for ${spanText((nowMs - Date.parse(dead.oldestReceivedAt)) / 1000)}`;
  return [
    {
      verdict: 'act',
      advice: `${dead.count} dead${age}: "dead list" says why; once the cause is gone, "dead redrive --all".`,
    },
  ];
}

function waitingFinding({ waiting, inFlight, retrying }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  const isTooOld = (waiting.oldestSeconds ?? 0) >= tooOldSeconds;
  const oldest = isTooOld ? `, the oldest for ${spanText(waiting.oldestSeconds ?? 0)}` : '';
  if (retrying.count > 0) {
    const are = retrying.count === 1 ? 'is' : 'are';
    const advice = `${retrying.count} ${are} being tried again (${causesText(retrying.causes)})${oldest}: docs/RUNBOOK.md#recordfailed.`;
    return [{ verdict: isTooOld ? 'act' : 'look', advice }];
  }
  if (!isTooOld) return [];
  const what = [
    ...(waiting.count > 0 || inFlight === 0 ? [`${waiting.count} ${waiting.count === 1 ? 'waits' : 'wait'}`] : []),
    ...(inFlight > 0 ? [`${inFlight} ${inFlight === 1 ? 'is' : 'are'} in flight`] : []),
  ];
  return [{ verdict: 'act', advice: `${what.join(' and ')}${oldest}: "doctor" says whether the consumer is on.` }];
}

function causesText(causes: Readonly<Record<string, number>>): string {
  return Object.entries(causes)
    .map(([cause, count]) => `${cause} × ${count}`)
    .join(', ');
}

function overflowFinding({ overflow }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  if ((overflow.oldestSeconds ?? 0) < overflowLateSeconds) return [];
  return [
    { verdict: 'act', advice: `${overflow.pending} in the bucket were never published: "overflow requeue --all".` },
  ];
}

function undecidedFinding({ overflow }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  if (overflow.undecided === 0) return [];
  const advice = `Of ${overflow.undecided} in the bucket it is not known whether they were published, because the identity key was not read: "doctor" says why.`;
  return [{ verdict: 'look', advice }];
}

function leftOutFinding({ leftOut }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  if (leftOut.length === 0) return [];
  return [{ verdict: 'look', advice: `${leftOutText(leftOut)} "overflow list --all" looks at every overflow object.` }];
}

function refusedFinding({ refused }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  if (refused.lastSecondsAgo === null || refused.lastSecondsAgo > refusedLatelySeconds) return [];
  const causes = causesText(refused.causes) || 'the causes were not read';
  return [
    {
      verdict: 'look',
      advice: `Vibes was answered 5XX, ${spanText(refused.lastSecondsAgo)} ago (${causes}), and sends again for 25 minutes.`,
    },
  ];
}

function unrecognizedFinding({ unrecognized }: Omit<StatusFacts, 'nowMs'>): Finding[] {
  const count = Object.values(unrecognized.lastDay).reduce((sum, one) => sum + one, 0);
  return count === 0
    ? []
    : [{ verdict: 'look', advice: `${count} not understood in the last day, and kept: "unrecognized list".` }];
}

/** What is typed already is not told again. */
function alarmFinding({ name, runbook, command }: StatusFacts['alarms'][number]): Finding {
  const next = [command === null || command === 'status' ? [] : `"${command}"`, runbook ?? []].flat().join(', then ');
  return {
    verdict: isUrgent(name) ? 'act' : 'look',
    advice: `${name} is in alarm${next === '' ? '' : `: ${next}`}.`,
  };
}
