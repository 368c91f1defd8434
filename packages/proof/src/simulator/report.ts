import { type Kind, kinds } from '../vibes/kinds';
import type { Attempt, Delivery } from './delivery';

/** The result of a run, as Vibes sees it. */
export interface DeliveryReport {
  readonly sent: number;
  readonly requests: number;
  readonly accepted: number;
  /** `{ "1": 4990, "2": 10 }`: how many were accepted at which attempt. */
  readonly acceptedAtAttempt: Readonly<Record<string, number>>;
  /** Automatic attempts after the first. */
  readonly retries: number;
  readonly resends: number;
  readonly timeouts: number;
  readonly connectionFailures: number;
  /** `{ "200": 4990, "503": 10 }` */
  readonly answers: Readonly<Record<string, number>>;
  /** How many were in the error queue at any time. */
  readonly errorQueue: number;
  /** Never accepted: refused by a final answer, or left in the error queue. */
  readonly lostForGood: number;
  readonly refused: number;
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  readonly byKind: Readonly<Partial<Record<Kind, { readonly sent: number; readonly accepted: number }>>>;
}

export function reportDeliveries(deliveries: readonly Delivery[]): DeliveryReport {
  const attempts = deliveries.flatMap((delivery) => delivery.attempts);
  const accepted = deliveries.filter(isAccepted);
  const answered = attempts.filter(({ status }) => status !== null);
  return {
    sent: deliveries.length,
    requests: attempts.length,
    accepted: accepted.length,
    acceptedAtAttempt: tally(accepted.map((delivery) => String(delivery.attempts.length))),
    retries: attempts.filter(({ number, byHand }) => number > 1 && !byHand).length,
    resends: attempts.filter(({ byHand }) => byHand).length,
    timeouts: attempts.filter(({ failure }) => failure === 'timeout').length,
    connectionFailures: attempts.filter(({ failure }) => failure === 'connection').length,
    answers: tally(answered.map(({ status }) => String(status))),
    errorQueue: deliveries.filter(wasInErrorQueue).length,
    lostForGood: deliveries.length - accepted.length,
    refused: deliveries.filter(({ outcome }) => outcome === 'refused').length,
    latencyMs: latency(attempts),
    byKind: byKind(deliveries),
  };
}

function isAccepted({ outcome }: Delivery): boolean {
  return outcome === 'accepted';
}

function wasInErrorQueue({ attempts, outcome }: Delivery): boolean {
  return outcome === 'error-queue' || attempts.some(({ byHand }) => byHand);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function byKind(deliveries: readonly Delivery[]): DeliveryReport['byKind'] {
  const present = kinds.filter((kind) => deliveries.some(({ callback }) => callback.kind === kind));
  return Object.fromEntries(
    present.map((kind) => {
      const own = deliveries.filter(({ callback }) => callback.kind === kind);
      return [kind, { sent: own.length, accepted: own.filter(isAccepted).length }];
    }),
  );
}

/** Nearest rank. A timeout counts with its two seconds: leaving it out would make a slow endpoint look fast. */
function latency(attempts: readonly Attempt[]): DeliveryReport['latencyMs'] {
  const sorted = attempts.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  const rank = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max: rank(1) };
}
