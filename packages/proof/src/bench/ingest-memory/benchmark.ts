import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Half of the function's memory. */
const goalMb = 256;
/** What Lambda hands a function at most, as JSON. */
const largestEvent = 6 * 1024 * 1024;

export const ingestMemory: Benchmark = {
  name: 'ingest-memory',
  title: 'Ingest: memory',
  about: [
    'A fresh process a sample: its memory after 50 small callbacks, and the most that it had with five of the largest body',
    '(an event of 6 MB, 4.5 MB before base64), Node.js and all. Ours puts that body into the bucket; the peers send it as a',
    'message, which the real SQS would refuse. The function has 512 MB. The ratio is that of the peaks.',
  ].join(' '),
  run: runIngestMemory,
};

async function runIngestMemory(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const files = eventFiles();
  const empty = JSON.stringify(gatewayEvent(Buffer.alloc(0), '/mms/mo')).length;
  const largest = Math.floor((largestEvent - empty) / 4) * 3;
  writeFileSync(files.small, JSON.stringify(gatewayEvent(Buffer.from('{"event_id":"A1"}'))));
  writeFileSync(files.large, JSON.stringify(gatewayEvent(Buffer.alloc(largest, 1), '/mms/mo')));
  options.progress('bundling ours and the peers');
  const cells = ingestFunctions();
  const aws = await startFakeAws();
  try {
    return toRows(await interleave(cells, options.quick ? 2 : 7, (cell) => sample(cell, files, aws.endpoint)));
  } finally {
    aws.stop();
  }
}

type Figures = Record<'at rest, MB' | 'peak, largest body, MB', number>;

type EventFiles = ReturnType<typeof eventFiles>;

function eventFiles() {
  const folder = benchFolder('ingest-memory');
  return { small: join(folder, 'small.json'), large: join(folder, 'large.json') };
}

function sample({ entry }: IngestFunction, { small, large }: EventFiles, endpoint: string): Promise<Figures> {
  return freshProcess({
    script: join(__dirname, 'driver.mjs'),
    arguments: [entry, small, large],
    environment: ingestEnvironment(endpoint),
  });
}

function toRows(samples: ReadonlyMap<IngestFunction, readonly Figures[]>): readonly BenchmarkRow[] {
  const peaks = (taken: readonly Figures[] = []) => taken.map((one) => one['peak, largest body, MB']);
  const peer = peaks([...samples].find(([{ name }]) => name === nodejsFunctionDefaults)?.[1]);
  return [...samples].map(([{ name }, taken]) => {
    const figures = medians(taken);
    const row = { name, figures, ratio: ratioOf(peaks(taken), peer) };
    return name === ours ? { ...row, goal: atMost(goalMb, figures['peak, largest body, MB'], ' MB') } : row;
  });
}
