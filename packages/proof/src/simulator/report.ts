import Table from 'cli-table3';
import { type Kind, kinds } from '../vibes/kinds';
import type { PublicationReport } from './compare-events';
import type { Attempt, Delivery } from './delivery';

export interface SimulationReport {
  readonly seed: number;
  /** Callbacks that were to be sent, copies included. */
  readonly planned: number;
  /** Ctrl-C: of what was planned, `delivery` has what had ended by then. */
  readonly interrupted: boolean;
  readonly delivery: DeliveryReport;
  /** Calls of the functions that `--faults` affected; null without faults. */
  readonly faultsStruck: number | null;
  /** Only where the events can be seen: with the local cloud, and not interrupted. */
  readonly publication: PublicationReport | null;
}

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

/** The promise: nothing lost for good, nothing accepted and lost, nothing published twice without a way to tell. */
export function isSound({ delivery, publication, interrupted }: SimulationReport): boolean {
  // Some callbacks were not sent or not checked.
  if (interrupted) return false;
  if (delivery.lostForGood > 0) return false;
  if (publication === null) return true;
  return publication.lost.length === 0 && publication.unexpected.length === 0 && publication.repeatsWithAnotherId === 0;
}

const noColor = { head: [], border: [] };

/** The report as a person reads it. */
export function reportTable(report: SimulationReport): string {
  const { seed, planned, interrupted, delivery, faultsStruck, publication } = report;
  const table = new Table({ style: noColor, colAligns: ['left', 'right'] });
  const attempts = Object.entries(delivery.acceptedAtAttempt);
  const { p50, p90, p99, max } = delivery.latencyMs;
  table.push(
    ['seed', seed],
    ...(interrupted ? [['interrupted after', `${delivery.sent} of ${planned}`]] : []),
    ['sent', delivery.sent],
    ...attempts.map(([attempt, count]) => [`accepted at attempt ${attempt}`, count]),
    ['retries', delivery.retries],
    ['timeouts', delivery.timeouts],
    ['no connection', delivery.connectionFailures],
    ['answers', counts(delivery.answers)],
    ['in the error queue', delivery.errorQueue],
    ['sent again by hand', delivery.resends],
    ['lost for good', delivery.lostForGood],
    ['latency p50/p90/p99/max', `${[p50, p90, p99, max].join(' / ')} ms`],
    ...(faultsStruck === null
      ? []
      : [['calls that a fault hit', faultsStruck === 0 ? '0: it showed nothing' : faultsStruck]]),
    ...(publication === null ? [] : publicationRows(publication)),
  );
  return table.toString();
}

function publicationRows(publication: NonNullable<SimulationReport['publication']>): [string, number][] {
  return [
    ['published', publication.published],
    ['duplicates published', publication.duplicatesPublished],
    ['accepted, not published', publication.lost.length],
    ['published, never sent', publication.unexpected.length],
  ];
}

function counts(answers: Readonly<Record<string, number>>): string {
  const each = Object.entries(answers).map(([status, count]) => `${status} × ${count}`);
  const lines = each.flatMap((_, index) => (index % 2 === 0 ? [each.slice(index, index + 2).join(', ')] : []));
  return lines.join(',\n');
}
