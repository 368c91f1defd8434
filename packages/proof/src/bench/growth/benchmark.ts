import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { type BenchCloud, startBenchCloud } from '../local-run/bench-cloud';
import { type BenchCallback, smsCallbacks } from '../local-run/callbacks';
import { readCloudCpu, sumOf } from '../local-run/cloud-cpu';
import { type Emulators, startEmulators } from '../local-run/emulator-limit';
import { readCpuMs, tellsProcessCpu } from '../local-run/process-cpu';

const quickSizes = [1000, 10_000];
const sizes = [...quickSizes, 100_000];
const warmUp = 2000;
/** A straight line, with room for a machine's moods. */
const goal = 1.25;

export const growth: Benchmark = {
  name: 'growth',
  title: 'Growth: a thousand, ten thousand, a hundred thousand callbacks',
  about: [
    'One local run after the other size, and the emulators alone with the same calls; nothing is emptied between, so a size',
    'begins with what the smaller ones left. A straight line is the same cost of a callback at every size: `ratio` is its CPU',
    'beside that of the size before (wall time tells what else the machine did meanwhile). Where it is below 1, workers were',
    'still new at the smaller size: each has to warm up by itself.',
  ].join(' '),
  run: runGrowth,
};

async function runGrowth(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const wanted = options.quick ? quickSizes : sizes;
  const cloud = await startBenchCloud();
  const emulators = await startEmulators();
  const ours: Measured[] = [];
  const alone: Measured[] = [];
  try {
    await cloud.runThrough(smsCallbacks(warmUp, 1));
    await emulators.runThrough(smsCallbacks(warmUp, 1));
    for (const size of wanted) {
      options.progress(`${size} callbacks`);
      const callbacks = smsCallbacks(size, size + 1);
      ours.push(await measureCloud(cloud, callbacks));
      alone.push(await measureEmulators(emulators, callbacks));
    }
  } finally {
    await emulators.stop();
    await cloud.stop();
  }
  return [...toRows('local run', ours, goal), ...toRows('emulators alone', alone)];
}

interface Measured {
  readonly size: number;
  readonly seconds: number;
  readonly calls: number;
  readonly cpuMs: number;
}

async function measureCloud(cloud: BenchCloud, callbacks: readonly BenchCallback[]): Promise<Measured> {
  const cpu = () => (tellsProcessCpu ? sumOf(readCloudCpu(cloud.pid)) : Number.NaN);
  const before = { calls: await cloud.callCount(), cpuMs: cpu() };
  const { seconds } = await cloud.runThrough(callbacks);
  const calls = (await cloud.callCount()) - before.calls;
  return { size: callbacks.length, seconds, calls, cpuMs: cpu() - before.cpuMs };
}

async function measureEmulators(emulators: Emulators, callbacks: readonly BenchCallback[]): Promise<Measured> {
  const cpu = () => (tellsProcessCpu ? readCpuMs(emulators.pid) : Number.NaN);
  const cpuBefore = cpu();
  const { seconds, calls } = await emulators.runThrough(callbacks);
  return { size: callbacks.length, seconds, calls, cpuMs: cpu() - cpuBefore };
}

/** @param most what the cost of a callback may be, beside that of the size before */
export function toRows(name: string, measured: readonly Measured[], most?: number): readonly BenchmarkRow[] {
  const costOf = ({ size, seconds, cpuMs }: Measured) => (Number.isNaN(cpuMs) ? seconds * 1000 : cpuMs) / size;
  return measured.map((one, index) => {
    const before = measured[index - 1];
    const row = { name: `${name}, ${one.size.toLocaleString('en-US')}`, figures: figuresOf(one) };
    if (before === undefined) return row;
    const ratio = costOf(one) / costOf(before);
    return most === undefined
      ? { ...row, ratio }
      : { ...row, ratio, goal: { text: `≤ ${most}`, isMet: ratio <= most } };
  });
}

function figuresOf({ size, seconds, calls, cpuMs }: Measured): Record<string, number> {
  const cpu: Record<string, number> = Number.isNaN(cpuMs) ? {} : { 'CPU, ms a callback': cpuMs / size };
  return {
    'time, s': seconds,
    'time, ms a callback': (seconds * 1000) / size,
    ...cpu,
    'AWS calls a callback': calls / size,
  };
}
