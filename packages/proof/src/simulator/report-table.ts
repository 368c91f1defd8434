import Table from 'cli-table3';
import type { SimulationReport } from './simulate';

const noColor = { head: [], border: [] };

/** The report as a person reads it. */
export function reportTable(report: SimulationReport): string {
  const { seed, planned, interrupted, delivery, faultsStruck, publication } = report;
  const table = new Table({ style: noColor, colAligns: ['left', 'right'] });
  const attempts = Object.entries(delivery.acceptedAtAttempt);
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
    ['latency p50/p90/p99/max', latency(delivery.latencyMs)],
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

function latency({ p50, p90, p99, max }: SimulationReport['delivery']['latencyMs']): string {
  return `${[p50, p90, p99, max].join(' / ')} ms`;
}
