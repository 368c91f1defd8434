import Table from 'cli-table3';
import type { SimulationReport } from './simulate';

const noColour = { head: [], border: [] };

/** The report as a person reads it. */
export function reportTable({ seed, delivery, publication }: SimulationReport): string {
  const table = new Table({ style: noColour, colAligns: ['left', 'right'] });
  const attempts = Object.entries(delivery.acceptedAtAttempt);
  table.push(
    ['seed', seed],
    ['sent', delivery.sent],
    ...attempts.map(([attempt, count]) => [`accepted at attempt ${attempt}`, count]),
    ['retries', delivery.retries],
    ['timeouts', delivery.timeouts],
    ['no connection', delivery.connectionFailures],
    ['answers', counts(delivery.answers)],
    ['in the error queue', delivery.errorQueue],
    ['sent again by hand', delivery.resends],
    ['lost for good', delivery.lostForGood],
    ['latency p50 / p90 / p99 / max', latency(delivery.latencyMs)],
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
  return Object.entries(answers)
    .map(([status, count]) => `${status} × ${count}`)
    .join(', ');
}

function latency({ p50, p90, p99, max }: SimulationReport['delivery']['latencyMs']): string {
  return `${[p50, p90, p99, max].join(' / ')} ms`;
}
