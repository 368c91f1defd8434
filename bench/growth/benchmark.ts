import type { Benchmark, BenchOptions, Row } from '../harness/benchmark';
import { type BenchCloud, startBenchCloud } from '../local-run/bench-cloud';
import { smsCallbacks } from '../local-run/callbacks';
import { readCloudCpu, sumOf } from '../local-run/cloud-cpu';
import { startEmulators } from '../local-run/emulator-limit';
import { readCpuMs, tellsProcessCpu } from '../local-run/process-cpu';

const quickSizes = [1000, 10_000];
const sizes = [...quickSizes, 100_000];
const warmUp = 1000;
/** What a callback may cost at a larger size, beside the smallest: a straight line, with room for a machine's moods. */
const goal = 1.25;

export const growth: Benchmark = {
  name: 'growth',
  title: 'Growth: a thousand, ten thousand, a hundred thousand callbacks',
  about: [
    'The whole local run, emptied before each size, and the emulators alone with the same calls. A straight line is the same',
    'cost of a callback at every size: `ratio` is its CPU beside that of a thousand (wall time beside it tells what else the',
    'machine did meanwhile). Calls a callback fall with the size only as far as batches are fuller.',
  ].join(' '),
  run: runGrowth,
};

async function runGrowth(options: BenchOptions): Promise<readonly Row[]> {
  const wanted = options.quick ? quickSizes : sizes;
  const ours: Measured[] = [];
  const emulators: Measured[] = [];
  const cloud = await startBenchCloud();
  try {
    for (const size of wanted) {
      options.progress(`${size} callbacks`);
      ours.push(await measureCloud(cloud, size));
      emulators.push(await measureEmulators(size));
    }
  } finally {
    await cloud.stop();
  }
  return [...toRows('local run', ours, goal), ...toRows('emulators alone', emulators)];
}

interface Measured {
  readonly size: number;
  readonly seconds: number;
  readonly calls: number;
  readonly cpuMs: number;
}

async function measureCloud(cloud: BenchCloud, size: number): Promise<Measured> {
  await cloud.reset();
  await cloud.runThrough(smsCallbacks(warmUp, 1));
  const callbacks = smsCallbacks(size, size + 1);
  const cpu = () => (tellsProcessCpu ? sumOf(readCloudCpu(cloud.pid)) : Number.NaN);
  const before = { calls: await cloud.callCount(), cpuMs: cpu() };
  const { seconds } = await cloud.runThrough(callbacks);
  return { size, seconds, calls: (await cloud.callCount()) - before.calls, cpuMs: cpu() - before.cpuMs };
}

async function measureEmulators(size: number): Promise<Measured> {
  const emulators = await startEmulators();
  try {
    await emulators.runThrough(smsCallbacks(warmUp, 1));
    const callbacks = smsCallbacks(size, size + 1);
    const cpu = () => (tellsProcessCpu ? readCpuMs(emulators.pid) : Number.NaN);
    const cpuBefore = cpu();
    const { seconds, calls } = await emulators.runThrough(callbacks);
    return { size, seconds, calls, cpuMs: cpu() - cpuBefore };
  } finally {
    emulators.stop();
  }
}

export function toRows(name: string, measured: readonly Measured[], most?: number): readonly Row[] {
  const costOf = ({ size, seconds, cpuMs }: Measured) => (Number.isNaN(cpuMs) ? seconds * 1000 : cpuMs) / size;
  const [smallest] = measured;
  return measured.map((one) => {
    const ratio = smallest === undefined ? Number.NaN : costOf(one) / costOf(smallest);
    const row = { name: `${name}, ${one.size.toLocaleString('en-US')}`, figures: figuresOf(one), ratio };
    if (most === undefined || one === smallest) return row;
    return { ...row, goal: { text: `≤ ${most}`, isMet: ratio <= most } };
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
