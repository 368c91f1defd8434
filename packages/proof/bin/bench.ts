import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import { consumerBatch } from '../src/bench/consumer-batch/benchmark';
import { consumerMemory } from '../src/bench/consumer-memory/benchmark';
import { consumerNeighbours } from '../src/bench/consumer-neighbours/benchmark';
import type { Benchmark } from '../src/bench/harness/report';
import { type BenchSetting, type Result, toMarkdown } from '../src/bench/harness/report';
import { ingestCold } from '../src/bench/ingest-cold/benchmark';
import { ingestStart } from '../src/bench/ingest-start/benchmark';
import { commandLine, exitOnSignals, outputFolder, runMain, UsageError } from '../src/support/run-main';

/** In the order of the report. A new benchmark is a line here and a folder beside. */
const benchmarks: readonly Benchmark[] = [ingestStart, ingestCold, consumerBatch, consumerMemory, consumerNeighbours];

const root = join(__dirname, '..', '..', '..');
const page = join(root, 'docs', 'FIGURES.md');
/** The page's own text is before it. */
const marker = '<!-- written by a full npm run bench -->\n';

interface Options {
  readonly quick: boolean;
  readonly only?: string;
  readonly out?: string;
}

const about = 'Measures this project beside the usual alternatives.';

runMain(main);

async function main(argv: readonly string[]): Promise<number> {
  const { quick, only, out } = commandLine('npm run bench --', about)
    .option('--quick', 'fewer rounds: an impression, not a proof', false)
    .addOption(new Option('--only <names>', `some of: ${benchmarks.map(({ name }) => name).join(', ')}`))
    .option('--out <folder>', 'where report.md goes (default: docs/FIGURES.md for a full run, else .build/bench)')
    .parse(argv, { from: 'user' })
    .opts<Options>();
  const chosen = select(only);
  const isKept = out === undefined && !quick && only === undefined;
  const folder = outputFolder(out ?? join(root, '.build', 'bench'), '--out');
  exitOnSignals('Interrupted: no report was written.');
  // Before anything is measured: afterwards the load is our own.
  const where = setting(quick);
  const results: Result[] = [];
  for (const benchmark of chosen) {
    const progress = (text: string) => process.stderr.write(`${benchmark.name}: ${text}\n`);
    progress('started');
    results.push({ benchmark, rows: await benchmark.run({ quick, progress }) });
  }
  const report = toMarkdown(results, where);
  writeFileSync(join(folder, 'report.md'), report);
  if (isKept) writeFileSync(page, `${readFileSync(page, 'utf8').split(marker)[0]}${marker}${report}`);
  process.stdout.write(report);
  return 0;
}

function select(only: string | undefined): readonly Benchmark[] {
  if (only === undefined) return benchmarks;
  return only.split(',').map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined)
      throw new UsageError(`no benchmark is called ${name}; there is ${benchmarks.map((one) => one.name).join(', ')}`);
    return found;
  });
}

function setting(quick: boolean): BenchSetting {
  const [cpu] = cpus();
  const platform = `${process.platform} ${process.arch}`;
  const date = new Date().toISOString().slice(0, 10);
  const load = loadavg()[0] ?? 0;
  return { node: process.versions.node, cpu: cpu?.model ?? 'CPU', cores: cpus().length, load, platform, date, quick };
}
