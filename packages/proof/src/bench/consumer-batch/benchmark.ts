import { join } from 'node:path';
import { nodejsFunctionBundle, ourBundle } from '../harness/bundles';
import { moMessage, sqsEvent } from '../harness/callback-messages';
import { runConsumer } from '../harness/fresh-process';
import { type BenchAws, startBenchAws } from '../harness/local-aws';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { interleave, median, medians } from '../harness/statistics';

interface Cell {
  readonly name: string;
  /** Path of the bundle's entry. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ours = 'ours';
const peer = 'Powertools batch + idempotency';
const recordsPerBatch = 10;
const batches = 20;
const warmUps = 5;

export const consumerBatch: Benchmark = {
  name: 'consumer-batch',
  title: 'Consumer: a batch of ten callbacks',
  about: [
    'Ten new MO messages a batch, warm, both functions against the same emulators (dynalite and the local event bus behind',
    "one server, which evaluates each caller's policies). The peer reads callbacks with the same readers and publishes the same",
    'events: what differs is the protocol. Both make three steps one after the other; here a call costs work, so fewer calls',
    'are less time. In the cloud a step costs a round trip, so expect less difference in time there, and the same in calls,',
    'which is what is paid. Reading the identity key, once for each environment, is not counted.',
  ].join(' '),
  run: runConsumerBatch,
};

async function runConsumerBatch(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  options.progress('starting the emulators, bundling ours and the peer');
  const aws = await startBenchAws();
  try {
    const samples = await interleave(cellsOf(aws), options.quick ? 3 : 11, (cell) => sample(cell, aws));
    return toRows(new Map([...samples].map(([{ name }, taken]) => [name, medians(taken)])));
  } finally {
    await aws.stop();
  }
}

function cellsOf({ ours: our, peers }: BenchAws): readonly Cell[] {
  const bundling = { bundleAwsSDK: true, mainFields: ['module', 'main'] };
  const powertools = join(__dirname, '..', 'peers', 'consumer-powertools.ts');
  return [
    { name: ours, entry: ourBundle('consumer'), environment: our },
    { name: peer, entry: nodejsFunctionBundle('consumer-powertools', powertools, bundling), environment: peers },
  ];
}

type Figures = Record<'AWS calls' | 'wall, ms', number>;

async function sample({ entry, environment }: Cell, aws: BenchAws): Promise<Figures> {
  const events = Array.from({ length: warmUps + batches }, () =>
    sqsEvent(Array.from({ length: recordsPerBatch }, () => moMessage())),
  );
  const before = await aws.callCount();
  const { wallMs } = await runConsumer(entry, events, environment);
  return { 'AWS calls': ((await aws.callCount()) - before) / events.length, 'wall, ms': median(wallMs.slice(warmUps)) };
}

function toRows(figures: ReadonlyMap<string, Figures>): readonly BenchmarkRow[] {
  const peerWallMs = figures.get(peer)?.['wall, ms'] ?? Number.NaN;
  return [...figures].map(([name, taken]) => {
    const ratio = taken['wall, ms'] / peerWallMs;
    const row = { name, figures: taken, ratio };
    const goal = { text: '≤ 12 calls, ≤ 0.6', isMet: taken['AWS calls'] <= 12 && ratio <= 0.6 };
    return name === ours ? { ...row, goal } : row;
  });
}
