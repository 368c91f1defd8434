import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { startBenchCloud } from './bench-cloud';
import { smsCallbacks } from './callbacks';
import { type CloudCpu, perCallback, readCloudCpu, sumOf } from './cloud-cpu';
import { tellsProcessCpu } from './process-cpu';
import { type CpuProfile, stageShares, type Window } from './stages';

export const localStages: Benchmark = {
  name: 'local-stages',
  title: 'Local run: where the time goes',
  about: [
    'CPU of a callback, by stage. What a process takes is the system’s own account (on Linux); how it divides inside the local',
    'cloud’s main process is V8’s profile of a run of its own, each sample counted for the nearest caller whose file is known.',
    'With the profile on, everything takes longer: the shares are what counts.',
  ].join(' '),
  run: runStages,
};

async function runStages(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  if (!tellsProcessCpu) {
    options.progress('left out: only Linux tells the CPU of every process');
    return [];
  }
  const folder = temporaryFolder('bench-profile-');
  try {
    const { cpu, window } = await profiledRun(options, folder.path);
    return toRows(cpu, stageShares(readProfile(folder.path), window));
  } finally {
    await folder.remove();
  }
}

/** The profile is written when the local cloud ends. */
async function profiledRun({ quick, progress }: BenchOptions, folder: string) {
  const count = quick ? 2000 : 6000;
  const cloud = await startBenchCloud(['--cpu-prof', '--cpu-prof-dir', folder]);
  try {
    await cloud.runThrough(smsCallbacks(1500, 1));
    progress(`${count} callbacks under the profiler`);
    const callbacks = smsCallbacks(count, 2);
    const before = readCloudCpu(cloud.pid);
    const fromUs = nowUs();
    await cloud.runThrough(callbacks);
    const window: Window = { fromUs, toUs: nowUs() };
    return { window, cpu: perCallback(before, readCloudCpu(cloud.pid), count) };
  } finally {
    await cloud.stop();
  }
}

function toRows(cpu: CloudCpu, shares: ReadonlyMap<string, number>): readonly BenchmarkRow[] {
  const total = sumOf(cpu);
  const row = (name: string, ms: number): BenchmarkRow => ({
    name,
    figures: { 'CPU, ms a callback': ms, 'share, %': (100 * ms) / total },
  });
  const inMain = [...shares].sort(([, one], [, other]) => other - one);
  return [
    row('ingest workers', cpu.ingest),
    row('consumer workers', cpu.consumer),
    ...inMain.map(([stage, share]) => row(`main process: ${stage}`, cpu.main * share)),
  ];
}

function readProfile(folder: string): CpuProfile {
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error('the local cloud wrote no profile');
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
