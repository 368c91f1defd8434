import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ourBundle } from '../harness/bundles';
import { moMessage, sqsEvent } from '../harness/callback-messages';
import { runConsumer } from '../harness/fresh-process';
import { type BenchAws, startBenchAws } from '../harness/local-aws';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { atMost, interleave, medians } from '../harness/statistics';
import { hostile, largest } from './bodies';

/** Half of the function's memory. */
const goalMb = 256;
/** Less than that, so that a fix is not undone. */
const smallerGoalsMb: Readonly<Record<string, number>> = {
  'XML, carriage returns in 19,000 elements': 205,
  'XML, carriage returns among 19,000 elements': 205,
};

/** As Lambda divides the 512 MB of the function. */
const heap = '--max-semi-space-size=25 --max-old-space-size=461';

interface Cell {
  readonly name: string;
  /** Puts what it needs into the bucket and makes the event. */
  event(): Promise<object>;
}

export const consumerMemory: Benchmark = {
  name: 'consumer-memory',
  title: 'Consumer: memory and time for the largest bodies',
  about: [
    'A fresh process a sample, one message: an overflow notification, so the envelope (6.3 MB) comes from the bucket and media',
    'go back to it, emulators as in the local run. `peak` is the most memory that the process had, Node.js and all; what it has',
    'at rest is that of the small message. The function has 512 MB, and the heap that Lambda makes of them. Time is that of a',
    'cold process on a shared core.',
  ].join(' '),
  run: runConsumerMemory,
};

async function runConsumerMemory(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  options.progress('starting the emulators');
  const aws = await startBenchAws();
  try {
    const entry = ourBundle('consumer');
    const samples = await interleave(cellsOf(aws), options.quick ? 1 : 5, (cell) => sample(cell, entry, aws));
    return [...samples].map(([cell, taken]) => toRow(cell, medians(taken)));
  } finally {
    await aws.stop();
  }
}

function cellsOf(aws: BenchAws): readonly Cell[] {
  const s3 = new S3Client({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: aws.operator,
    forcePathStyle: true,
  });
  const bodies = Object.entries({ ...largest, ...hostile });
  const overflowing = bodies.map(([name, make]) => ({ name, event: () => overflowEvent(s3, aws, make()) }));
  return [...overflowing, { name: 'ten messages, 6 MB in all, from the queue', event: fullBatch }];
}

async function overflowEvent(s3: S3Client, aws: BenchAws, message: string): Promise<object> {
  const key = `overflow/2026-05-06/${randomUUID()}.json`;
  await s3.send(new PutObjectCommand({ Bucket: aws.refOf('Bucket'), Key: key, Body: message }));
  const Records = [
    { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { object: { key, size: message.length } } },
  ];
  return sqsEvent([JSON.stringify({ Records })]);
}

async function fullBatch(): Promise<object> {
  return sqsEvent(Array.from({ length: 10 }, () => moMessage(430_000)));
}

type Figures = Record<'at rest, MB' | 'peak, MB' | 'wall, ms', number>;

async function sample(cell: Cell, entry: string, aws: BenchAws): Promise<Figures> {
  const environment = { ...aws.ours, NODE_OPTIONS: heap };
  const { restBytes, peakBytes, wallMs } = await runConsumer(entry, [await cell.event()], environment);
  return { 'at rest, MB': restBytes / 1e6, 'peak, MB': peakBytes / 1e6, 'wall, ms': wallMs[0] ?? Number.NaN };
}

function toRow({ name }: Cell, figures: Figures): BenchmarkRow {
  return { name, figures, goal: atMost(smallerGoalsMb[name] ?? goalMb, figures['peak, MB'], ' MB') };
}
