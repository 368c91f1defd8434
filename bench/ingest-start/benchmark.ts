import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Benchmark, BenchOptions, Row } from '../harness/benchmark';
import { nodejsFunctionBundle, ourBundle } from '../harness/bundles';
import { startFakeAws } from '../harness/fake-aws';
import { freshProcess } from '../harness/fresh-process';
import { interleave } from '../harness/interleave';
import { gatewayEvent } from '../harness/sample-events';
import { atMost, medians, ratioOf } from '../harness/statistics';

interface Cell {
  readonly name: string;
  /** Path of the bundle's entry. */
  readonly entry: string;
}

const peers = join(__dirname, '..', 'peers');
const ours = 'ours';
const baseline = 'NodejsFunction, SDK bundled';

export const ingestStart: Benchmark = {
  name: 'ingest-start',
  title: 'Ingest: from nothing to the first request',
  about: [
    'Fresh processes: from the start of the load until the queue holds the headers of SendMessage. The peers send one message',
    'and do nothing else; ours also reads the secret meanwhile. `NodejsFunction` by its defaults takes the SDK of the runtime',
    '(here: what npm installed); with `bundleAwsSDK` it is faster, so that is what ours is compared with.',
  ].join(' '),
  run: runIngestStart,
};

async function runIngestStart(options: BenchOptions): Promise<readonly Row[]> {
  options.progress('bundling ours and the peers');
  const cells = bundles();
  const aws = await startFakeAws();
  try {
    const samples = await interleave(cells, options.quick ? 11 : 41, (cell) => sample(cell, aws));
    return toRows(samples);
  } finally {
    aws.stop();
  }
}

function bundles(): readonly Cell[] {
  const plain = join(peers, 'ingest-nodejs-function.ts');
  const powertools = join(peers, 'ingest-powertools.ts');
  return [
    { name: 'floor: no SDK', entry: join(peers, 'ingest-floor.mjs') },
    { name: ours, entry: ourBundle('ingest') },
    { name: baseline, entry: nodejsFunctionBundle('bundled', plain, { bundleAwsSDK: true }) },
    { name: 'NodejsFunction, defaults', entry: nodejsFunctionBundle('defaults', plain) },
    {
      name: 'Powertools added, SDK bundled',
      entry: nodejsFunctionBundle('powertools', powertools, { bundleAwsSDK: true }),
    },
  ];
}

type Figures = Record<'load, ms' | 'first request, ms' | 'answer, ms' | 'CPU, ms', number>;
type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;

/**
 * On a machine that is busy with something else, our function may use up its budget by waiting for the processor and give
 * SendMessage up: that is no sample of a start.
 */
async function sample(cell: Cell, aws: FakeAws): Promise<Figures> {
  for (let left = 5; left > 0; left -= 1) {
    const figures = await start(cell, aws);
    if (figures !== undefined) return figures;
  }
  throw new Error(`${cell.name} sent no message`);
}

async function start({ entry }: Cell, aws: FakeAws): Promise<Figures | undefined> {
  aws.forget();
  const times = await freshProcess<Times>({
    script: join(__dirname, 'driver.mjs'),
    arguments: [entry, eventFile],
    environment: environment(aws.endpoint),
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

const eventFile = join(mkdtempSync(join(tmpdir(), 'bench-event-')), 'event.json');
writeFileSync(eventFile, JSON.stringify(gatewayEvent(Buffer.from('{"event_id":"A1","callback_type":"device_added"}'))));

function environment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_ENDPOINT_URL: endpoint,
    QUEUE_URL: `${endpoint}/123456789012/callbacks`,
    OVERFLOW_BUCKET: 'overflow',
    MO_SECRET_ARN: 'mo-secret',
    RBM_SECRET_ARN: '',
    CLIENT_CERTIFICATE_CN: '',
    METRIC_SCOPE: 'bench',
  };
}

function toRows(samples: ReadonlyMap<Cell, readonly Figures[]>): readonly Row[] {
  const firsts = (taken: readonly Figures[] = []) => taken.map((one) => one['first request, ms']);
  const peer = firsts([...samples].find(([cell]) => cell.name === baseline)?.[1]);
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
