import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { interleave } from '../harness/interleave';
import { medians, ratioOf } from '../harness/statistics';
import { type BenchCloud, startBenchCloud } from './bench-cloud';
import { type BenchCallback, smsCallbacks } from './callbacks';
import { readCloudCpu, sumOf } from './cloud-cpu';
import { type Emulators, startEmulators } from './emulator-limit';
import { readCpuMs, tellsProcessCpu } from './process-cpu';

const ours = 'the whole local run';
const limit = 'its emulators alone, the same calls';
const goal = 0.7;

export const localThroughput: Benchmark = {
  name: 'local-throughput',
  title: 'Local run: callbacks a second, nothing lost',
  about: [
    'SMS messages and receipts over 16 connections, as fast as they are answered, until the last event is published; every',
    'one of them is, or the run is none. Beside it the emulators alone (fauxqs and dynalite in one process, on disk): one',
    'SendMessage and one conditional PutItem a callback, and for each batch ReceiveMessage, BatchWriteItem and',
    'DeleteMessageBatch, sent by a client without SDK, signature or checks. Here a ratio above 1 would be the better one.',
    'CPU is that of the processes without what sends the load; two cores give no more than 2,000 ms of it a second, so it is',
    'what bounds the rate. The goal is out of reach on two cores, and not for the emulators: a callback costs them a tenth of',
    'what it costs the whole run. The rest is what the local run is for: the deployed bundles in processes of their own, the',
    'SDK with its signatures, a gateway, the Runtime API, a server that decides by the policies; `local-stages` divides it.',
  ].join(' '),
  run: runThroughput,
};

interface Figures {
  readonly 'callbacks/s': number;
  readonly 'AWS calls a callback': number;
  readonly 'CPU, ms a callback': number;
  readonly refused: number;
}

async function runThroughput(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  options.progress('starting the local cloud and the emulators');
  const count = options.quick ? 1500 : 4000;
  const cloud = await startBenchCloud();
  const emulators = await startEmulators();
  let seed = 0;
  const cells = new Map([
    [ours, (callbacks: readonly BenchCallback[]) => sampleCloud(cloud, callbacks)],
    [limit, (callbacks: readonly BenchCallback[]) => sampleEmulators(emulators, callbacks)],
  ]);
  try {
    const samples = await interleave([...cells], options.quick ? 2 : 5, ([name, sample]) => {
      options.progress(name);
      seed += 1;
      return sample(smsCallbacks(count, seed));
    });
    return toRows(new Map([...samples].map(([[name], taken]) => [name, taken])));
  } finally {
    emulators.stop();
    await cloud.stop();
  }
}

async function sampleCloud(cloud: BenchCloud, callbacks: readonly BenchCallback[]): Promise<Figures> {
  const cpu = () => (tellsProcessCpu ? sumOf(readCloudCpu(cloud.pid)) : Number.NaN);
  const before = { calls: await cloud.callCount(), cpuMs: cpu() };
  const { seconds, refused } = await cloud.runThrough(callbacks);
  return {
    'callbacks/s': callbacks.length / seconds,
    'AWS calls a callback': ((await cloud.callCount()) - before.calls) / callbacks.length,
    'CPU, ms a callback': (cpu() - before.cpuMs) / callbacks.length,
    refused,
  };
}

async function sampleEmulators(emulators: Emulators, callbacks: readonly BenchCallback[]): Promise<Figures> {
  const cpu = () => (tellsProcessCpu ? readCpuMs(emulators.pid) : Number.NaN);
  const cpuBefore = cpu();
  const { seconds, calls } = await emulators.runThrough(callbacks);
  return {
    'callbacks/s': callbacks.length / seconds,
    'AWS calls a callback': calls / callbacks.length,
    'CPU, ms a callback': (cpu() - cpuBefore) / callbacks.length,
    refused: 0,
  };
}

function toRows(samples: ReadonlyMap<string, readonly Figures[]>): readonly BenchmarkRow[] {
  const rates = (name: string) => (samples.get(name) ?? []).map((figures) => figures['callbacks/s']);
  return [...samples].map(([name, taken]) => {
    const row = { name, figures: figuresOf(taken), ratio: ratioOf(rates(name), rates(limit)) };
    return name === ours ? { ...row, goal: { text: `≥ ${goal}`, isMet: row.ratio >= goal } } : row;
  });
}

/** There is no figure for what a system does not report. */
function figuresOf(taken: readonly Figures[]): Record<string, number> {
  const all = medians(taken.map((figures) => ({ ...figures })));
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !Number.isNaN(value)));
}
