import type { Report } from './report';

type Row = Report['benchmarks'][number]['rows'][number];

/** A line of the table in docs/FIGURES.md: a figure of one row, and the same figure of the row that it is compared with. */
interface Choice {
  readonly benchmark: string;
  readonly says: string;
  readonly figure: string;
  /** Whether the row's ratio is that of its leading figure; otherwise it is computed from the two. @default true */
  readonly leads?: boolean;
  /** @default the first row with a goal, else the first */
  readonly row?: (rows: readonly Row[]) => Row | undefined;
}

const most = (figure: string) => (rows: readonly Row[]) =>
  rows.toSorted((one, other) => (other.figures[figure] ?? 0) - (one.figures[figure] ?? 0))[0];
const called = (name: string) => (rows: readonly Row[]) => rows.find((row) => row.name === name);
const lastWithGoal = (rows: readonly Row[]) => rows.findLast(({ goal }) => goal !== undefined);

const choices: readonly Choice[] = [
  { benchmark: 'ingest-start', says: 'Ingest, cold: to the first request on the wire', figure: 'first request, ms' },
  { benchmark: 'ingest-work', says: 'Ingest: work for an SMS besides the AWS call', figure: 'CPU, µs' },
  { benchmark: 'consumer-batch', says: 'Consumer: AWS calls for a batch of ten', figure: 'AWS calls', leads: false },
  { benchmark: 'consumer-batch', says: 'Consumer: time for a batch of ten', figure: 'wall, ms' },
  { benchmark: 'parsers-xml', says: 'Reading an SMS document', figure: 'a sample, µs' },
  { benchmark: 'parsers-mime', says: 'Reading an MMS of 1.5 MB', figure: 'three of 500 KB, µs', leads: false },
  { benchmark: 'local-throughput', says: 'Local run, nothing lost', figure: 'callbacks/s' },
  {
    benchmark: 'local-latency',
    says: 'Local run, 100 callbacks a second: post to event, median',
    figure: 'p50, ms',
    row: called('post to event'),
  },
  {
    benchmark: 'growth',
    says: 'Growth: a callback at the largest size, beside the size before',
    figure: 'CPU, ms a callback',
    row: lastWithGoal,
  },
  { benchmark: 'ingest-memory', says: 'Ingest: memory at the largest body', figure: 'peak, largest body, MB' },
  {
    benchmark: 'consumer-memory',
    says: 'Consumer: memory at the worst of the largest bodies',
    figure: 'peak, MB',
    row: most('peak, MB'),
  },
];

/** One figure of ours, beside the usual alternative's where there is one. */
export interface HeadlineFigure {
  readonly says: string;
  readonly value: number;
  /** As in `ms`; a figure per second is better the larger it is, every other one the smaller. */
  readonly unit: string;
  readonly peer: { readonly name: string; readonly value: number } | undefined;
  /** Ours by the alternative's; of a row without one, what its benchmark compares. */
  readonly ratio: number | undefined;
  readonly goal: Row['goal'] | undefined;
}

/**
 * The figures that docs/FIGURES.md shows.
 * @throws Error when the report lacks one
 */
export function headlineFigures(report: Report): readonly HeadlineFigure[] {
  return choices.map((choice) => headline(choice, report));
}

function headline(
  { benchmark, says, figure, leads = true, row: choose }: Choice,
  { benchmarks }: Report,
): HeadlineFigure {
  const rows = benchmarks.find(({ name }) => name === benchmark)?.rows ?? [];
  const row = choose === undefined ? (rows.find(({ goal }) => goal !== undefined) ?? rows[0]) : choose(rows);
  const value = row?.figures[figure];
  if (row === undefined || value === undefined) throw new Error(`the report has no ${figure} of ${benchmark}`);
  const other = rows.find((one) => one !== row && one.ratio === 1);
  const beside = other?.figures[figure];
  const peer = other === undefined || beside === undefined ? undefined : { name: other.name, value: beside };
  const ratio = leads ? row.ratio : value / (beside ?? Number.NaN);
  const unit = figure.split(', ').at(-1) ?? '';
  return { says, value, unit, peer, ratio: Number.isNaN(ratio) ? undefined : ratio, goal: row.goal };
}
