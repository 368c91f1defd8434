import { leftOutText } from '../frame/deadline';
import { clockText, spanText } from '../frame/times';
import type { ListedAlarm } from '../reads/alarm-states';
import { crashStep } from '../reads/crashes';
import type { OutcomesHealth } from '../reads/outcomes-health';
import type { Refusals } from '../reads/refusals';
import type { Retries } from '../reads/retries';
import { parkedMs, vibesRetriesMs } from '../reads/retry-times';
import type { TurnedAway } from '../reads/turned-away';
import type { UndeliveredCount } from '../reads/undelivered-count';

/** `act`: callbacks are lost or late unless someone acts; `look`: something to look at; `fine`: neither. */
export type Verdict = 'fine' | 'look' | 'act';

export interface StatusFacts {
  readonly version: string | null;
  readonly commit: string | null;
  readonly waiting: { readonly count: number; readonly oldestSeconds: number | null };
  readonly inFlight: number;
  /** Of those that wait or are in flight: what the consumer returned, and why. */
  readonly retrying: Retries;
  readonly dead: { readonly count: number; readonly oldestReceivedAt: string | null };
  readonly undelivered: UndeliveredCount;
  readonly overflow: {
    readonly pending: number;
    readonly oldestSeconds: number | null;
    /** Unknown whether they were published, because the identity key was not readable. */
    readonly undecided: number;
    /** Older ones that were not checked. */
    readonly unchecked: number;
  };
  readonly unrecognized: {
    /** By reason, without what was understood since or dismissed. */
    readonly lastDay: Readonly<Record<string, number>>;
    /** Of the last day. */
    readonly dismissed: number;
  };
  readonly refused: Refusals;
  /** Answered 4XX in the last hour. */
  readonly turnedAway: TurnedAwayFacts;
  /** Null without a `MessageOutcomes`. */
  readonly outcomes: OutcomesHealth | null;
  /** Those that are in ALARM. */
  readonly alarms: readonly Omit<ListedAlarm, 'description'>[];
  /** What was not read, or not completely: its counts are minimums. */
  readonly leftOut: readonly string[];
  /** Of that, what could not be read, and why; there was no time for the rest. */
  readonly unread: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

export interface TurnedAwayFacts extends Omit<TurnedAway, 'lastAtMs' | 'lastWrongAtMs'> {
  /** Of those by ingest, how many for what. */
  readonly wrongCredentials: Readonly<Record<string, number>>;
  /** Seconds since the last one; null without any. */
  readonly lastSecondsAgo: number | null;
  /** Seconds since the last one with wrong credentials; null without any. */
  readonly lastWrongSecondsAgo: number | null;
  /** An MO message was stored after the last one with wrong credentials; null if that could not be read. */
  readonly passedSince: boolean | null;
}

export interface Status extends Facts {
  readonly verdict: Verdict;
  /** A sentence for each thing found, with the command to type: what needs someone now comes first. */
  readonly advice: readonly string[];
}

/** As the alarm `MessagesTooOld`: two minutes are more than a burst, and little of Vibes' 25. */
const tooOldSeconds = 120;
/** A message that names an overflow object waits like any other. */
const overflowLateSeconds = 300;
/** Longer ago, it is over, because Vibes retries every five minutes. */
const refusedLatelySeconds = 300;

type Facts = Omit<StatusFacts, 'nowMs' | 'unread'>;

/** Vibes' first attempt and five more, about five minutes apart (wire contract §1). */
const sixAttemptsSeconds = 24 * 60;

interface Finding {
  readonly verdict: 'look' | 'act';
  readonly advice: string;
}

export function judgeStatus({ nowMs, unread, ...facts }: StatusFacts): Status {
  const findings = [
    ...deadFinding(facts, nowMs),
    ...undeliveredFinding(facts, nowMs),
    ...waitingFinding(facts),
    ...overflowFinding(facts),
    ...undecidedFinding(facts),
    ...refusedFinding(facts, nowMs),
    ...wrongCredentialsFinding(facts, nowMs),
    ...turnedAwayFinding(facts),
    ...unrecognizedFinding(facts),
    ...outcomesFinding(facts),
    ...alarmFindings(facts),
    ...leftOutFinding(facts, unread),
  ];
  const urgent = findings.filter((one) => one.verdict === 'act');
  const others = findings.filter((one) => one.verdict !== 'act');
  const verdict = urgent.length > 0 ? 'act' : others.length > 0 ? 'look' : 'fine';
  return { verdict, ...facts, advice: [...urgent, ...others].map(({ advice }) => advice) };
}

function deadFinding({ dead }: Facts, nowMs: number): Finding[] {
  if (dead.count === 0) return [];
  const oldest = oldestText(dead.oldestReceivedAt, nowMs);
  return [
    {
      verdict: 'act',
      advice: `${dead.count} dead${oldest}: "dead list" says why; once the cause is gone, "dead redrive --all".`,
    },
  ];
}

/** SQS keeps a message 14 days from when it was first sent, also in a dead-letter queue. */
function oldestText(receivedAt: string | null, nowMs: number): string {
  if (receivedAt === null) return '';
  const receivedMs = Date.parse(receivedAt);
  const deletedMs = receivedMs + parkedMs;
  const kept = deletedMs > nowMs ? ` and kept until ${clockText(deletedMs, nowMs)}` : '';
  return `, the oldest received ${spanText((nowMs - receivedMs) / 1000)} ago${kept}`;
}

function undeliveredFinding({ undelivered }: Facts, nowMs: number): Finding[] {
  const { count, oldestReceivedAt, bySubscription, notAllowed } = undelivered;
  if (notAllowed !== undefined) {
    const advice = `Undelivered events were not counted: these credentials do not allow ${notAllowed}.`;
    return [{ verdict: 'look', advice }];
  }
  if (count === 0) return [];
  const oldest = oldestText(oldestReceivedAt, nowMs);
  const outcomes = bySubscription.Outcomes === undefined ? '' : ', for Outcomes docs/RUNBOOK.md#outcomes';
  const advice = `${count} undelivered (${causesText(bySubscription)})${oldest}: "undelivered list" says why${outcomes}; once the cause is gone, "undelivered redrive --all".`;
  return [{ verdict: 'act', advice }];
}

function waitingFinding({ waiting, inFlight, retrying }: Facts): Finding[] {
  const isTooOld = (waiting.oldestSeconds ?? 0) >= tooOldSeconds;
  const oldest = isTooOld ? `, the oldest for ${spanText(waiting.oldestSeconds ?? 0)}` : '';
  if (retrying.count > 0) {
    const are = retrying.count === 1 ? 'is' : 'are';
    const isCrash = Object.keys(retrying.causes).every((cause) => cause.startsWith(`${crashStep}:`));
    const heading = isCrash ? 'consumererrors' : 'recordfailed';
    // Messages that are being retried are mostly in flight. If some stay visible this long, the consumer may be off.
    const consumer = isTooOld && waiting.count > 0 ? ' "doctor" says whether the consumer is on.' : '';
    const advice = `${retrying.count} ${are} being tried again (${causesText(retrying.causes)})${oldest}: docs/RUNBOOK.md#${heading}.${consumer}`;
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

function overflowFinding({ overflow }: Facts): Finding[] {
  if ((overflow.oldestSeconds ?? 0) < overflowLateSeconds) return [];
  return [
    { verdict: 'act', advice: `${overflow.pending} in the bucket were never published: "overflow requeue --all".` },
  ];
}

function undecidedFinding({ overflow }: Facts): Finding[] {
  if (overflow.undecided === 0) return [];
  const advice = `${overflow.undecided} in the bucket may have been published or not, because the identity key could not be read: "doctor" says why.`;
  return [{ verdict: 'look', advice }];
}

function leftOutFinding({ leftOut }: Facts, unread: StatusFacts['unread']): Finding[] {
  if (leftOut.length === 0) return [];
  const next = leftOut.some((what) => what.includes('overflow'))
    ? ' "overflow list --all" checks every overflow object.'
    : '';
  return [{ verdict: 'look', advice: `${leftOutText({ leftOut, unread })}${next}` }];
}

function refusedFinding({ refused }: Facts, nowMs: number): Finding[] {
  const { lastSecondsAgo, forSeconds } = refused;
  if (lastSecondsAgo === null) return [];
  const causes = causesText(refused.causes) || 'the causes could not be read';
  const lastMs = nowMs - lastSecondsAgo * 1000;
  const givenUp =
    forSeconds === null || forSeconds < sixAttemptsSeconds
      ? undefined
      : `may have given up on what it first sent until ${clockText(lastMs - sixAttemptsSeconds * 1000, nowMs)}: docs/RUNBOOK.md#vibes-operations-called.`;
  if (lastSecondsAgo > refusedLatelySeconds) {
    if (givenUp === undefined) return [];
    const advice = `Vibes got 5XX answers for ${spanText(forSeconds ?? 0)}, until ${clockText(lastMs, nowMs)} (${causes}), and ${givenUp}`;
    return [{ verdict: 'look', advice }];
  }
  const advice = `Vibes got a 5XX ${spanText(lastSecondsAgo)} ago (${causes}), and retries it until ${givenUpAt(lastSecondsAgo, nowMs)} at the latest.`;
  return [{ verdict: 'look', advice: givenUp === undefined ? advice : `${advice} It ${givenUp}` }];
}

/** When Vibes stops retrying what it got then, if that was its first attempt. */
function givenUpAt(secondsAgo: number, nowMs: number): string {
  return clockText(nowMs - secondsAgo * 1000 + vibesRetriesMs, nowMs);
}

function retriesText(lastSecondsAgo: number, nowMs: number): string {
  const retries = lastSecondsAgo * 1000 < vibesRetriesMs ? 'retries' : 'retried';
  return `Vibes ${retries} each for 25 minutes, the last one until ${givenUpAt(lastSecondsAgo, nowMs)} at the latest.`;
}

const meanings: Readonly<Record<string, string>> = {
  'wrong-password': 'wrong password, perhaps a retired one',
  'wrong-user-name': 'wrong user name',
  'no-basic-credentials': 'an Authorization header that is not Basic',
};

/** Only callers from an allowed address reach ingest: Vibes, or a test. */
function wrongCredentialsFinding({ turnedAway }: Facts, nowMs: number): Finding[] {
  const { byIngest, wrongCredentials, lastWrongSecondsAgo, passedSince } = turnedAway;
  if (byIngest === 0) return [];
  const causes = Object.fromEntries(
    Object.entries(wrongCredentials).map(([cause, count]) => [meanings[cause] ?? cause, count]),
  );
  const why = causesText(causes) || 'the causes could not be read';
  const lastSecondsAgo = lastWrongSecondsAgo ?? 0;
  const isNow = lastSecondsAgo <= refusedLatelySeconds && !passedSince;
  const since = passedSince ? '; others have come through since' : '; none has come through since';
  const messages = byIngest === 1 ? 'MO message was' : 'MO messages were';
  return [
    {
      verdict: isNow ? 'act' : 'look',
      advice: `${byIngest} ${messages} answered 401 in the last hour (${why})${passedSince === null ? '' : since}. ${retriesText(lastSecondsAgo, nowMs)} "credentials status" shows which password is used, "credentials show --show-content" which one Vibes needs.`,
    },
  ];
}

/** Strangers are refused all day, and a client may wait for the challenge: a few refusals among accepted calls mean nothing. */
const fewestTurnedAway = 3;

function turnedAwayFinding({ turnedAway }: Facts): Finding[] {
  const { byGateway, byGatewayOnMo: challenged, byIngest, passedOnMo, calls } = turnedAway;
  if (challenged - passedOnMo >= fewestTurnedAway) {
    const advice = `The MO route asked for credentials ${challenged} times in the last hour, and ${passedOnMo} calls came through: Vibes sends no user name and password. "credentials status" shows whether a password is used.`;
    return [{ verdict: passedOnMo === 0 ? 'act' : 'look', advice }];
  }
  const refused = byGateway - challenged;
  const passed = calls - byGateway - byIngest;
  if (refused < fewestTurnedAway || refused < passed) return [];
  const advice = `${refused} of ${calls} calls were refused in the last hour: an address that is not in the list (403; if it was Vibes, Platform events are lost), or too large or throttled (503). "doctor" compares the addresses.`;
  return [{ verdict: 'look', advice }];
}

function unrecognizedFinding({ unrecognized }: Facts): Finding[] {
  const count = Object.values(unrecognized.lastDay).reduce((sum, one) => sum + one, 0);
  return count === 0
    ? []
    : [
        {
          verdict: 'look',
          advice: `${count} unrecognized in the last day, and kept: "unrecognized list" shows why. For junk, "unrecognized dismiss --id <eventId>".`,
        },
      ];
}

/** Events that the function gave up on are undelivered, which is another finding. */
function outcomesFinding({ outcomes }: Facts): Finding[] {
  if (outcomes === null) return [];
  const { waiting, failed, crashed } = outcomes;
  const isTooOld = (waiting.oldestSeconds ?? 0) >= tooOldSeconds;
  // With an empty queue it is over: what failed was done, or is undelivered.
  const causes =
    waiting.count === 0 ? '' : causesText({ ...failed, ...(crashed > 0 ? { 'crashed or timed out': crashed } : {}) });
  const what = [
    ...(isTooOld
      ? [
          `${waiting.count === 1 ? '1 receipt waits for its outcome' : `${waiting.count} receipts wait for their outcome`}, the oldest for ${spanText(waiting.oldestSeconds ?? 0)}`,
        ]
      : []),
    ...(causes === '' ? [] : [`outcomes failed in the last hour and are tried again (${causes})`]),
  ];
  if (what.length === 0) return [];
  return [{ verdict: 'look', advice: `${sentence(what.join('; '))}: docs/RUNBOOK.md#outcomes.` }];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `CallbacksAtRisk` says nothing that the alarms behind it do not say. */
function alarmFindings({ alarms }: Facts): Finding[] {
  const isSummary = ({ name }: { readonly name: string }) => name.endsWith('-CallbacksAtRisk');
  const others = alarms.filter((alarm) => !isSummary(alarm)).map(alarmFinding);
  return others.some(({ verdict }) => verdict === 'act') ? others : alarms.map(alarmFinding);
}

/** From what the stack says about the alarm. Does not repeat `status`, which the user has just run. */
function alarmFinding({ name, runbook, command, urgency }: StatusFacts['alarms'][number]): Finding {
  const next = [command === null || command === 'status' ? [] : `"${command}"`, runbook ?? []].flat().join(', then ');
  // An alarm with a section of the runbook is the stack's own.
  const isUnsaid = urgency === null && runbook !== null;
  const note = isUnsaid ? ' The deployed version does not say how urgent it is: treat it as urgent.' : '';
  return {
    verdict: urgency === 'act now' || urgency === 'check now' || isUnsaid ? 'act' : 'look',
    advice: `${name} is in alarm${next === '' ? '' : `: ${next}`}.${note}`,
  };
}
