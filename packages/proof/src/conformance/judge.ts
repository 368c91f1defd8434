import type { LocalState } from '@vibes-callbacks/local-cloud';
import { comparePublished, type PublishedLine } from '../simulator/compare-events';
import type { Delivery } from '../simulator/delivery';
import type { OutcomeReport } from '../simulator/histories/compare-outcomes';
import { type DeliveryReport, reportDeliveries } from '../simulator/report';
import type { DeadLetterMessage } from './operator';
import type { Expectation } from './scenario';
import { keyOfOtherContent, malformedReasons } from './strange-callbacks';

/** What is left after a scenario has run. */
export interface Evidence {
  readonly deliveries: readonly Delivery[];
  readonly lines: readonly PublishedLine[];
  readonly deadLetters: readonly DeadLetterMessage[];
  readonly state: LocalState;
  /** What became of the messages of histories; undefined if there were none. */
  readonly outcomes?: OutcomeReport | undefined;
  /** How many of them were published after the same receipts were sent again; undefined if they were not. */
  readonly outcomesAgain?: number | undefined;
  /** Events that the outcomes function gave up on; undefined if not measured. */
  readonly undeliveredReceipts?: number | undefined;
  /** From the beginning until the last event was published; null if not measured. */
  readonly publishedWithinSeconds: number | null;
  /** Whether there were faults. */
  readonly faultsSet: boolean;
  /** Key of every body that was sent, by its SHA-256: an Unrecognized Callback carries no other name. */
  readonly keyOfBody: ReadonlyMap<string, string>;
}

/**
 * One sentence for each broken promise; empty if all held: what Vibes counts as delivered is published or a dead
 * letter, a repeat has the id of the first event, and nothing else is published.
 */
export function judge(evidence: Evidence, expect: Expectation = {}): string[] {
  return [
    ...judgeDelivery(evidence, expect),
    ...judgePublication(evidence, expect),
    ...judgeTime(evidence, expect),
    ...judgeOutcomes(evidence, expect),
    ...judgeCalls(evidence, expect),
  ];
}

function judgeDelivery({ deliveries }: Evidence, expect: Expectation): string[] {
  const report = reportDeliveries(deliveries);
  const allowed = new Set([...(expect.answers ?? []), ...(expect.byChance ? [401] : [])]);
  const others = Object.keys(report.answers).filter(
    (status) => !isUsual(Number(status)) && !allowed.has(Number(status)),
  );
  const unseen = (expect.answers ?? []).filter((status) => report.answers[status] === undefined);
  return [
    ...differs('lost for good', report.lostForGood, amount(expect.lostForGood, report.sent)),
    ...(expect.acceptedAtOnce ? judgeFirstAttempts(report) : []),
    ...others.map((status) => `${report.answers[status]} answers ${status}`),
    ...unseen.map((status) => `no answer ${status}, which this is about`),
  ];
}

const leastAtOnce = 0.75;

function judgeFirstAttempts({ acceptedAtAttempt, sent }: DeliveryReport): string[] {
  const atOnce = acceptedAtAttempt['1'] ?? 0;
  return atOnce < leastAtOnce * sent ? [`accepted at the first attempt: ${atOnce} of ${sent}`] : [];
}

/** Any other answer could lose a Platform event. */
function isUsual(status: number): boolean {
  return status === 200 || status >= 500;
}

function judgePublication(evidence: Evidence, expect: Expectation): string[] {
  const { deliveries, deadLetters, keyOfBody } = evidence;
  const lines = evidence.lines.map((line) => named(line, keyOfBody));
  const sent = deliveries.map(({ callback }) => callback);
  const accepted = deliveries.filter(({ outcome }) => outcome === 'accepted').map(({ callback }) => callback);
  const report = comparePublished(sent, accepted, lines);
  const dead = new Set(deadLetters.flatMap(({ key }) => (key === null ? [] : [key])));
  const vanished = report.lost.filter((key) => !dead.has(key));
  const malformed = sent.filter(({ kind }) => malformedReasons.includes(kind));
  const reasons = new Map(malformed.map(({ key, kind }) => [key, kind]));
  const otherReason = lines.filter(({ key, reason }) => reason !== (reasons.get(key) ?? reason));
  const misread = lines.filter(({ key, detailType }) => detailType === 'Unrecognized Callback' && isKnownKind(key));
  const keys = new Set(sent.map(({ key }) => key)).size;
  return [
    ...differs('accepted and neither published nor a dead letter', vanished.length, 0),
    ...differs('published and never sent', report.unexpected.length, 0),
    ...differs('published twice under different ids', report.repeatsWithAnotherId, 0),
    ...judgeRepeats(report.duplicatesPublished, expect.repeats),
    ...differs('dead letters', dead.size, amount(expect.deadLetters, keys)),
    ...differs(
      'poison among the dead letters',
      deadLetters.filter(({ key }) => key === null).length,
      expect.poison ?? 0,
    ),
    ...differs('unrecognized for another reason', otherReason.length, 0),
    ...differs('not recognized', misread.length, amount(expect.unrecognized, keys)),
  ];
}

function judgeRepeats(repeats: number, expected: Expectation['repeats']): string[] {
  if (expected === undefined) return differs('published twice', repeats, 0);
  return expected === 'expected' && repeats === 0 ? ['no event was published again, which this is about'] : [];
}

/** An Unrecognized Callback under the key of the callback whose bytes it keeps, or of the second content of that key. */
function named(line: PublishedLine, keyOfBody: ReadonlyMap<string, string>): PublishedLine {
  const [, sha256] = /^unrecognized (\w+)$/.exec(line.key) ?? [];
  const key = keyOfBody.get(sha256 ?? '') ?? line.key;
  if (line.reason !== 'identity-collision') return { ...line, key };
  return { ...line, key: keyOfOtherContent(key.replace(keyOfOtherContent(''), '')) };
}

function isKnownKind(key: string): boolean {
  return !key.startsWith('unrecognized ');
}

function judgeTime(
  { publishedWithinSeconds: seconds }: Evidence,
  { publishedWithinSeconds: most }: Expectation,
): string[] {
  if (most === undefined) return [];
  const isInTime = seconds !== null && seconds <= most;
  return isInTime
    ? []
    : [`the last event after ${seconds?.toFixed(0) ?? 'an unknown number of'} s, ${most} s expected`];
}

/** Names an example message, so that its history can be looked up. */
function judgeOutcomes(
  { outcomes, outcomesAgain = 0, undeliveredReceipts = 0 }: Evidence,
  expect: Expectation,
): string[] {
  if (outcomes === undefined) return [];
  const { messages, wrong, unexpected, gaps, untrue, leaks } = outcomes;
  const rows = {
    'not the outcome': wrong,
    unexpected,
    'a gap between versions': gaps,
    untrue,
    'a phone number': leaks,
  };
  const found = Object.entries(rows).filter(([, names]) => names.length > 0);
  return [
    ...differs('outcomes published after all receipts came again', outcomesAgain, 0),
    ...differs('undelivered receipts', undeliveredReceipts, expect.undeliveredReceipts ?? 0),
    ...(messages === 0 ? ['no message has an outcome, which this is about'] : []),
    ...found.map(([what, names]) => `outcomes, ${what}: ${names.length}, for example ${names[0]}`),
  ];
}

function judgeCalls({ state, faultsSet }: Evidence, expect: Expectation): string[] {
  const unmet = faultsSet && !expect.byChance && state.faults.struck === 0 ? ['no fault hit a call'] : [];
  const missing = (expect.calls ?? []).flatMap(({ service, action, atLeast }) => {
    const calls = state.calls[service]?.[action] ?? 0;
    return calls < atLeast ? [`${calls} calls of ${service}.${action}, at least ${atLeast} expected`] : [];
  });
  return [...unmet, ...missing];
}

function amount(expected: number | 'all' | undefined, all: number): number {
  return expected === 'all' ? all : (expected ?? 0);
}

function differs(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: ${found}, expected ${expected}`];
}
