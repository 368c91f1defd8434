import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { benchFolder, freshProcess } from '../harness/fresh-process';
import { gatewayEvent, ingestEnvironment } from '../harness/ingest-functions';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { atMost, interleave, medians, ratioOf } from '../harness/statistics';

interface Cell {
  readonly name: string;
  readonly entry: string;
  readonly event: object;
  /** Calls in one process; the heap is measured over a tenth of them. */
  readonly times: number;
}

const root = join(__dirname, '..', '..', '..', '..', '..');
const receipt = 'ours, SMS receipt';
const mo = 'ours, MO with its password';
const powertools = 'Powertools, SMS receipt';

export const ingestWork: Benchmark = {
  name: 'ingest-work',
  title: 'Ingest: work for a callback besides the AWS call',
  about: [
    'The handlers as they are deployed, SQS and Secrets Manager replaced by stubs that answer at once; warm, one process a sample.',
    'The ratio is to Powertools, which logs as ours does, and neither checks a password nor keeps a body to the byte.',
  ].join(' '),
  run: runIngestWork,
};

async function runIngestWork(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const samples = await interleave(cells(), options.quick ? 3 : 11, sample);
  const cpuOf = (taken: readonly Figures[] = []) => taken.map((one) => one['CPU, µs']);
  const peer = cpuOf([...samples].find(([cell]) => cell.name === powertools)?.[1]);
  return [...samples].map(([{ name, event }, taken]) => {
    const figures = medians(taken);
    if (name === mo) return { name, figures, goal: atMost(150, figures['CPU, µs'], ' µs') };
    return event === sms ? { name, figures, ratio: ratioOf(cpuOf(taken), peer) } : { name, figures };
  });
}

function cells(): readonly Cell[] {
  const ours = stubbed('ours', join('lambda', 'ingest', 'index.ts'));
  const json = Buffer.from('{"agentId":"a","messageId":"m","eventType":"SENT"}');
  const signature = createHmac('sha512', 'rbm-secret').update(json).digest('base64');
  return [
    { name: receipt, entry: ours, event: sms, times: 20_000 },
    { name: mo, entry: ours, event: gatewayEvent(text('moMessage'), '/sms/mo', password), times: 20_000 },
    {
      name: 'ours, RBM with its signature',
      entry: ours,
      event: gatewayEvent(json, '/rbm', { 'X-Vibes-Signature': signature }),
      times: 20_000,
    },
    { name: 'ours, MMS of 300 KB', entry: ours, event: gatewayEvent(Buffer.alloc(300_000, 1), '/mms/mo'), times: 100 },
    {
      name: powertools,
      entry: stubbed('powertools', join('packages', 'proof', 'src', 'bench', 'peers', 'ingest-powertools.ts')),
      event: sms,
      times: 20_000,
    },
    {
      name: 'NodejsFunction handler (nothing but the call)',
      entry: stubbed('plain', join('packages', 'proof', 'src', 'bench', 'peers', 'ingest-nodejs-function.ts')),
      event: sms,
      times: 20_000,
    },
  ];
}

const sms = gatewayEvent(text('mtMessageResponse'), '/sms/receipt', { 'Content-Type': 'text/xml' });
const password = { Authorization: `Basic ${Buffer.from('vibes:password').toString('base64')}` };

/** An SMS document of usual size. */
function text(element: string): Uint8Array {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${element} messageId="1">${'x'.repeat(500)}</${element}>`,
  );
}

/** A bundle whose AWS clients answer at once. */
function stubbed(name: string, entry: string): string {
  const outdir = join(benchFolder('ingest-work'), name);
  buildSync({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/client-sqs': './packages/proof/src/bench/ingest-work/no-sqs.ts',
      '@aws-sdk/client-secrets-manager': './packages/proof/src/bench/ingest-work/no-secrets-manager.ts',
    },
    logLevel: 'error',
  });
  return join(outdir, 'index.mjs');
}

type Figures = Record<'CPU, µs' | 'heap, KB', number>;

function sample({ name, entry, event, times }: Cell): Promise<Figures> {
  const eventFile = join(benchFolder('ingest-work'), `${name}.json`);
  writeFileSync(eventFile, JSON.stringify(event));
  return freshProcess({
    script: join(__dirname, 'driver.mjs'),
    arguments: [entry, eventFile, String(times), String(times / 10)],
    nodeOptions: ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
    environment: { ...ingestEnvironment('http://127.0.0.1:1'), RBM_SECRET_ARN: 'rbm-secret' },
  });
}
