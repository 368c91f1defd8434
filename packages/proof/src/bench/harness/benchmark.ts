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
