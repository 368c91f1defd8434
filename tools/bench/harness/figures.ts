import { type Report, threeDigits } from './report';

type Row = Report['benchmarks'][number]['rows'][number];

/** A line of the README's table: a figure of one row, beside the same figure of the row that ratios go by. */
interface Choice {
  readonly benchmark: string;
  readonly says: string;
  readonly figure: string;
  /** The row's ratio is that of its leading figure; for another one it is made of the two. @default true */
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

const begin = '<!-- figures:begin -->';
const end = '<!-- figures:end -->';

/**
 * The README with the report's figures between its marks.
 * @throws Error when it has no marks, or the report lacks a figure
 */
export function withFigures(readme: string, report: Report): string {
  const [before, rest] = [readme.indexOf(begin), readme.indexOf(end)];
  if (before < 0 || rest < before) throw new Error(`the README has no ${begin} … ${end}`);
  return `${readme.slice(0, before)}${begin}\n${table(report)}\n${readme.slice(rest)}`;
}

function table(report: Report): string {
  const { date, node, cores, cpu, load } = report;
  return [
    '| | ours | beside | ratio | goal |',
    '|---|---:|---:|---:|---|',
    ...choices.map((choice) => line(choice, report)),
    '',
    `${date}, Node.js ${node}, ${cores} × ${cpu}, load ${load.toFixed(1)} before the run.`,
  ].join('\n');
}

function line({ benchmark, says, figure, leads = true, row: choose }: Choice, { benchmarks }: Report): string {
  const rows = benchmarks.find(({ name }) => name === benchmark)?.rows ?? [];
  const row = choose === undefined ? (rows.find(({ goal }) => goal !== undefined) ?? rows[0]) : choose(rows);
  const value = row?.figures[figure];
  if (row === undefined || value === undefined) throw new Error(`the report has no ${figure} of ${benchmark}`);
  const peer = rows.find((one) => one !== row && one.ratio === 1);
  const beside = peer === undefined ? '' : `${threeDigits(peer.figures[figure])} (${peer.name})`;
  const { goal, ratio = Number.NaN } = row;
  const shown = leads ? ratio : value / (peer?.figures[figure] ?? Number.NaN);
  const verdict = goal === undefined ? '' : `${goal.text}: ${goal.isMet ? 'met' : '**missed**'}`;
  const cells = [
    says,
    `${threeDigits(value)} ${unitOf(figure)}`,
    beside,
    Number.isNaN(shown) ? '' : threeDigits(shown),
    verdict,
  ];
  return `| ${cells.join(' | ')} |`;
}

function unitOf(figure: string): string {
  return figure.split(', ').at(-1) ?? '';
}
