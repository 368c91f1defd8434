import { pythonTool } from '../../second-opinions/tools';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { interleave } from '../harness/interleave';
import { medians, ratioOf } from '../harness/statistics';
import { startBenchCloud } from '../local-run/bench-cloud';
import { type BenchCallback, smsCallbacks } from '../local-run/callbacks';
import { startBenchMinistack } from './bench-ministack';

const ours = 'the local run';
const peer = 'MiniStack';
const goal = 5;
const connections = 8;
/** From the start: most of it passes while processes start and code is compiled. */
const firstCount = 200;

export const localPeer: Benchmark = {
  name: 'local-peer',
  title: 'Local run: callbacks a second, beside MiniStack',
  about: [
    'The same SMS messages and receipts over eight connections, as fast as they are answered, until the last event is',
    'published; every one is, or the run is none. MiniStack (from PyPI) deploys the same template, with what it cannot play',
    'left out, and runs the same bundles on the same Node.js; it keeps nothing on disk, checks no signature and evaluates no',
    'policy here, which ours does. Its events are counted by the queue behind a rule that takes all of them. The first',
    `${firstCount} are sent right after the start, once. A ratio above 1 is the better one.`,
  ].join(' '),
  run: runBesideMinistack,
};

/** Sends them all; gives the seconds until the last event, and how often one was refused. */
type RunThrough = (callbacks: readonly BenchCallback[]) => Promise<{ seconds: number; refused: number }>;

async function runBesideMinistack(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const python = await pythonTool('aws');
  options.progress('starting both');
  const cloud = await startBenchCloud();
  const stack =
    'missing' in python ? undefined : await startBenchMinistack(python.path, connections).catch(endWith(cloud));
  try {
    const cells: [string, RunThrough][] = [[ours, (callbacks) => cloud.runThrough(callbacks, connections)]];
    if (stack !== undefined) cells.push([peer, stack.runThrough]);
    const rows = await measure(cells, options);
    return 'missing' in python ? [...rows, { name: `${peer}: ${python.missing}`, figures: {} }] : rows;
  } finally {
    await stack?.stop();
    await cloud.stop();
  }
}

/** What was started first is stopped when the second does not start. */
function endWith(cloud: { stop(): Promise<void> }) {
  return async (error: unknown): Promise<never> => {
    await cloud.stop();
    throw error;
  };
}

async function measure(
  cells: readonly [string, RunThrough][],
  { quick, progress }: BenchOptions,
): Promise<BenchmarkRow[]> {
  let seed = 0;
  const sample = async ([name, runThrough]: [string, RunThrough], count: number) => {
    progress(name);
    seed += 1;
    const { seconds, refused } = await runThrough(smsCallbacks(count, seed));
    return { 'callbacks/s': count / seconds, refused };
  };
  const first = new Map<string, number>();
  for (const cell of cells) first.set(cell[0], (await sample(cell, firstCount))['callbacks/s']);
  const samples = await interleave(cells, quick ? 2 : 5, (cell) => sample(cell, quick ? 400 : 1000));
  const rates = (wanted: string) =>
    [...samples].flatMap(([[name], taken]) => (name === wanted ? taken.map((one) => one['callbacks/s']) : []));
  return [...samples].map(([[name], taken]) => {
    const figures = { ...medians(taken), [`the first ${firstCount}, callbacks/s`]: first.get(name) ?? Number.NaN };
    if (name !== ours || samples.size === 1) return { name, figures };
    const ratio = ratioOf(rates(ours), rates(peer));
    return { name, figures, ratio, goal: { text: `≥ ${goal}`, isMet: ratio >= goal } };
  });
}
