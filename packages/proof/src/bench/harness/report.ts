export interface BenchOptions {
  /** Fewer rounds, the same cells: a look, not a proof. */
  readonly quick: boolean;
  /** Says what is going on. */
  progress(text: string): void;
}

/** One line of a benchmark's table: something measured, ours or a peer's. */
export interface BenchmarkRow {
  readonly name: string;
  /** Medians, the unit in the name: `first request, ms`. */
  readonly figures: Readonly<Record<string, number>>;
  /** The leading figure divided by that of the peer which the benchmark names; less is better. */
  readonly ratio?: number;
  readonly goal?: Goal;
}

export interface Goal {
  /** As a person says it: `≤ 0.60`. */
  readonly text: string;
  readonly isMet: boolean;
}

/** One question, answered by a table. */
export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What was measured, against what, and how to read it: the text above the table. */
  readonly about: string;
  run(options: BenchOptions): Promise<readonly BenchmarkRow[]>;
}

export interface Result {
  readonly benchmark: Benchmark;
  readonly rows: readonly BenchmarkRow[];
}

/** Where and how it was measured: a figure without it is worth nothing. */
export interface BenchSetting {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** The system's load average when the run began: above 0, others used the cores too. */
  readonly load: number;
  readonly platform: string;
  readonly date: string;
  readonly quick: boolean;
}

export function toMarkdown(results: readonly Result[], setting: BenchSetting): string {
  const { node, cpu, cores, load, platform, date, quick } = setting;
  const head = `${date}, Node.js ${node}, ${cores} × ${cpu}, ${platform}, load ${load.toFixed(1)} before${quick ? ', quick: few rounds' : ''}. Medians of interleaved runs.`;
  return `${[head, ...results.flatMap(section)].join('\n')}\n`;
}

function section({ benchmark, rows }: Result): string[] {
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const columns = ['', ...figures, 'ratio', 'goal'];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '',
    `## ${benchmark.title}`,
    '',
    benchmark.about,
    '',
    line(columns),
    `|${columns.map((_, index) => (index === 0 ? '---|' : '---:|')).join('')}`,
    ...rows.map((row) =>
      line([row.name, ...figures.map((name) => threeDigits(row.figures[name])), threeDigits(row.ratio), goal(row)]),
    ),
  ];
}

/** Three digits that count. */
function threeDigits(value: number | undefined): string {
  if (value === undefined) return '';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function goal({ goal: wanted }: BenchmarkRow): string {
  return wanted === undefined ? '' : `${wanted.text} ${wanted.isMet ? 'met' : '**missed**'}`;
}
