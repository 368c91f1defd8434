import { toEvent } from '../../../../../lambda/reader/event';
import { readCallback } from '../../../../../lambda/reader/read-callback';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { atMost, interleave, median, ratioOf } from '../harness/statistics';
import { reference, type Shape, shapes } from './shapes';

/** An element costs what some hundred characters of text do, and may be sent in four. */
const goal = 50;

const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'key' };

export const readingCost: Benchmark = {
  name: 'reading-cost',
  title: 'Reader: the dearest document for its size',
  about: [
    'Documents by their depth, number of nodes and text, up to the limits, each read and made an event. `ratio` is the CPU time',
    'of a byte beside that of a byte in one text of 1 MB. A small body must not cost much more than its size: the worst ratio is',
    'how much dearer a sender can make it.',
  ].join(' '),
  run: runReadingCost,
};

interface Sample {
  readonly cpuMs: number;
  readonly bytes: number;
}

async function runReadingCost({ quick, progress }: BenchOptions): Promise<readonly BenchmarkRow[]> {
  progress(`${shapes.length} documents`);
  const samples = await interleave([reference, ...shapes], quick ? 2 : 7, sample);
  const costs = (shape: Shape) => (samples.get(shape) ?? []).map(({ cpuMs, bytes }) => cpuMs / bytes);
  const rows = shapes.map((shape) => toRow(shape, samples.get(shape) ?? [], ratioOf(costs(shape), costs(reference))));
  const worst = Math.max(...rows.map(({ ratio }) => ratio));
  const total = { name: 'the worst', figures: {}, ratio: worst, goal: atMost(goal, worst) };
  return [toRow(reference, samples.get(reference) ?? [], 1), ...rows, total];
}

function toRow({ name }: Shape, taken: readonly Sample[], ratio: number) {
  const figures = {
    'size, KB': median(taken.map(({ bytes }) => bytes)) / 1000,
    'CPU, ms': median(taken.map(({ cpuMs }) => cpuMs)),
  };
  return { name, figures, ratio };
}

async function sample({ name, make }: Shape): Promise<Sample> {
  const envelope = make();
  const before = process.cpuUsage();
  const callback = await readCallback(envelope, policy);
  toEvent(callback, envelope);
  const { user, system } = process.cpuUsage(before);
  // One that was refused would cost nothing, and show nothing.
  if (callback.identity.family === 'unrecognized') throw new Error(`${name} is not read: ${callback.data.reason}`);
  return { cpuMs: (user + system) / 1000, bytes: envelope.body.byteLength };
}
