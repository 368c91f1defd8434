import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startFakeAws } from '../harness/fake-aws';
import { benchFolder, freshProcess } from '../harness/fresh-process';
import {
  gatewayEvent,
  type IngestFunction,
  ingestEnvironment,
  ingestFunctions,
  nodejsFunctionDefaults,
  ours,
} from '../harness/ingest-functions';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { atMost, interleave, medians, ratioOf } from '../harness/statistics';

export const ingestStart: Benchmark = {
  name: 'ingest-start',
  title: 'Ingest: from nothing to the first request',
  about: [
    'Fresh processes: from the start of the load until the queue holds the headers of SendMessage. The peers send one message',
    'and do nothing else; ours also checks, keeps and logs. The ratio is to `NodejsFunction` by its defaults, which takes the',
    'SDK of the runtime: here, what npm installed.',
  ].join(' '),
  run: runIngestStart,
};

async function runIngestStart(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  options.progress('bundling ours and the peers');
  const cells = ingestFunctions();
  const aws = await startFakeAws();
  try {
    const samples = await interleave(cells, options.quick ? 15 : 61, (cell) => sample(cell, aws));
    return toRows(samples);
  } finally {
    aws.stop();
  }
}

type Figures = Record<'load, ms' | 'first request, ms' | 'answer, ms' | 'CPU, ms', number>;
type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;

/**
 * On a machine that is busy with something else, our function may use up its budget by waiting for the processor and give
 * SendMessage up: that is no sample of a start.
 */
async function sample(cell: IngestFunction, aws: FakeAws): Promise<Figures> {
  for (let left = 5; left > 0; left -= 1) {
    const figures = await start(cell, aws);
    if (figures !== undefined) return figures;
  }
  throw new Error(`${cell.name} sent no message`);
}

async function start({ entry }: IngestFunction, aws: FakeAws): Promise<Figures | undefined> {
  aws.forget();
  const times = await freshProcess<Times>({
    script: join(__dirname, 'driver.mjs'),
    arguments: [entry, eventFile()],
    environment: ingestEnvironment(aws.endpoint),
  });
  const arrival = aws.arrivalOf('SendMessage');
  if (arrival === undefined) return undefined;
  const since = (moment: bigint | string) => Number(BigInt(moment) - BigInt(times.startedAt)) / 1e6;
  return {
    'load, ms': since(times.loadedAt),
    'first request, ms': since(arrival),
    'answer, ms': since(times.answeredAt),
    'CPU, ms': times.cpuMs,
  };
}

interface Times {
  readonly startedAt: string;
  readonly loadedAt: string;
  readonly answeredAt: string;
  readonly cpuMs: number;
}

function eventFile(): string {
  const path = join(benchFolder('ingest-start'), 'event.json');
  const body = Buffer.from('{"event_id":"A1","callback_type":"device_added"}');
  writeFileSync(path, JSON.stringify(gatewayEvent(body)));
  return path;
}

function toRows(samples: ReadonlyMap<IngestFunction, readonly Figures[]>): readonly BenchmarkRow[] {
  const firsts = (taken: readonly Figures[] = []) => taken.map((one) => one['first request, ms']);
  const peer = firsts([...samples].find(([cell]) => cell.name === nodejsFunctionDefaults)?.[1]);
  return [...samples].map(([{ name, entry }, taken]) => {
    const ratio = ratioOf(firsts(taken), peer);
    const row = { name, figures: { ...medians(taken), 'read at start, KB': loadedKb(entry) }, ratio };
    return name === ours ? { ...row, goal: atMost(0.6, ratio) } : row;
  });
}

/** The entry and what it imports statically; what NodejsFunction leaves to the runtime is not in it. */
function loadedKb(entry: string, seen = new Set<string>()): number {
  if (seen.has(entry)) return 0;
  seen.add(entry);
  const imports = readFileSync(entry, 'utf8').matchAll(/^(?:import|\} from) .*?"(\.\/[^"]+\.mjs)";$/gm);
  const below = [...imports].map(([, path]) => loadedKb(join(dirname(entry), path ?? ''), seen));
  return statSync(entry).size / 1024 + below.reduce((sum, kb) => sum + kb, 0);
}
