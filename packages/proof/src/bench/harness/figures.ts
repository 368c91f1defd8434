import { type Report, threeDigits } from './report';

/** A line of the table in docs/FIGURES.md: a figure of one row, and the same figure of the row that it is compared with. */
interface Choice {
  readonly benchmark: string;
  readonly says: string;
  readonly figure: string;
  /** Whether the row's ratio is that of this figure; otherwise it is computed from the two. @default true */
  readonly leads?: boolean;
  /** The row with the largest figure. @default - the first row with a goal, else the first */
  readonly largest?: boolean;
}

const choices: readonly Choice[] = [
  { benchmark: 'ingest-start', says: 'Ingest, cold: to the first request on the wire', figure: 'first request, ms' },
  { benchmark: 'ingest-work', says: 'Ingest: work for an SMS besides the AWS call', figure: 'CPU, µs' },
  { benchmark: 'consumer-batch', says: 'Consumer: AWS calls for a batch of ten', figure: 'AWS calls', leads: false },
  { benchmark: 'consumer-batch', says: 'Consumer: time for a batch of ten', figure: 'wall, ms' },
  { benchmark: 'ingest-memory', says: 'Ingest: memory at the largest body', figure: 'peak, largest body, MB' },
  {
    benchmark: 'consumer-memory',
    says: 'Consumer: memory at the worst of the largest bodies',
    figure: 'peak, MB',
    largest: true,
  },
];

/**
 * The table of docs/FIGURES.md (`npm run docs`).
 * @throws Error when the report lacks a figure
 */
export function figuresTable(report: Report): string {
  const { date, node, cores, cpu, load } = report;
  return [
    '| | ours | beside | ratio | goal |',
    '|---|---:|---:|---:|---|',
    ...choices.map((choice) => lineOf(choice, report)),
    '',
    `${date}, Node.js ${node}, ${cores} × ${cpu}, load ${load.toFixed(1)} before the run.`,
  ].join('\n');
}

function lineOf({ benchmark, says, figure, leads = true, largest = false }: Choice, { benchmarks }: Report): string {
  const rows = benchmarks.find(({ name }) => name === benchmark)?.rows ?? [];
  const row = largest
    ? rows.toSorted((one, other) => (other.figures[figure] ?? 0) - (one.figures[figure] ?? 0))[0]
    : (rows.find(({ goal }) => goal !== undefined) ?? rows[0]);
  const value = row?.figures[figure];
  if (row === undefined || value === undefined) throw new Error(`the report has no ${figure} of ${benchmark}`);
  const unit = figure.split(', ').at(-1);
  const peer = rows.find((one) => one !== row && one.ratio === 1);
  const peerValue = peer?.figures[figure];
  const beside = peer === undefined || peerValue === undefined ? '' : `${threeDigits(peerValue)} (${peer.name})`;
  const ratio = leads || peerValue === undefined ? row.ratio : value / peerValue;
  const { goal } = row;
  const verdict = goal === undefined ? '' : `${goal.text}: ${goal.isMet ? 'met' : '**missed**'}`;
  return `| ${[says, `${threeDigits(value)} ${unit}`, beside, threeDigits(ratio), verdict].join(' | ')} |`;
}
