import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { consumerBatch } from './consumer-batch/benchmark';
import { consumerMemory } from './consumer-memory/benchmark';
import type { Benchmark } from './harness/benchmark';
import { type Result, type Setting, toJson, toMarkdown } from './harness/report';
import { ingestMemory } from './ingest-memory/benchmark';
import { ingestStart } from './ingest-start/benchmark';
import { ingestWork } from './ingest-work/benchmark';

/** In the order of the report. A new benchmark is a line here and a folder beside. */
const benchmarks: readonly Benchmark[] = [ingestStart, ingestWork, ingestMemory, consumerBatch, consumerMemory];

interface Options {
  readonly quick: boolean;
  readonly only?: string;
  readonly out: string;
}

const program = new Command('bench')
  .description('Measures this project beside its peers; writes report.md and report.json.')
  .option('--quick', 'fewer rounds: a look, not a proof', false)
  .addOption(new Option('--only <names>', `some of: ${benchmarks.map(({ name }) => name).join(', ')}`))
  .option('--out <folder>', 'where the report goes', __dirname)
  .parse();

main(program.opts<Options>()).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main({ quick, only, out }: Options): Promise<void> {
  const results: Result[] = [];
  for (const benchmark of select(only)) {
    const progress = (text: string) => process.stderr.write(`${benchmark.name}: ${text}\n`);
    progress('started');
    results.push({ benchmark, rows: await benchmark.run({ quick, progress }) });
  }
  const report = toMarkdown(results, setting(quick));
  writeFileSync(join(out, 'report.md'), report);
  writeFileSync(join(out, 'report.json'), toJson(results, setting(quick)));
  process.stdout.write(report);
}

function select(only: string | undefined): readonly Benchmark[] {
  if (only === undefined) return benchmarks;
  return only.split(',').map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined)
      throw new Error(`no benchmark is called ${name}; there is ${benchmarks.map((one) => one.name).join(', ')}`);
    return found;
  });
}

function setting(quick: boolean): Setting {
  const [cpu] = cpus();
  const platform = `${process.platform} ${process.arch}`;
  const date = new Date().toISOString().slice(0, 10);
  return { node: process.versions.node, cpu: cpu?.model ?? 'CPU', cores: cpus().length, platform, date, quick };
}
