import { hostile } from '../consumer-memory/bodies';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { holdCpu } from '../harness/hold-cpu';
import { atMost, quantile } from '../harness/statistics';
import { startBenchCloud } from '../local-run/bench-cloud';
import { smsCallbacks } from '../local-run/callbacks';
import { consumerPids } from '../local-run/cloud-cpu';
import { tellsProcessCpu } from '../local-run/process-cpu';

/** A function of 512 MB has 512/1,769 of a core. */
const share = 0.29;
const goalSeconds = 30;
const count = 20;

export const consumerNeighbours: Benchmark = {
  name: 'consumer-neighbours',
  title: 'Consumer: how late healthy callbacks are beside hostile ones',
  about: [
    `${count} SMS at two a second through the local run, while ${count} bodies of 4.7 MB come in of the kind that takes the consumer`,
    `longest; each worker of the consumer has ${share} of a core, as a function of 512 MB has. Time is from the first post to the`,
    'event. A batch that runs into its timeout comes back after 90 seconds: a healthy callback in it must have been published',
    'before. Linux only.',
  ].join(' '),
  run: runNeighbours,
};

async function runNeighbours({ progress }: BenchOptions): Promise<readonly BenchmarkRow[]> {
  if (!tellsProcessCpu) return [];
  progress('starting the local cloud');
  const cloud = await startBenchCloud();
  try {
    await cloud.runThrough(smsCallbacks(200, 1));
    const release = holdCpu(() => consumerPids(cloud.pid), share);
    try {
      progress('healthy ones alone');
      const alone = await cloud.runAmong(smsCallbacks(count, 2), []);
      progress('healthy ones among hostile ones');
      const among = await cloud.runAmong(smsCallbacks(count, 3), dearest());
      return [toRow('alone', alone), toRow('among hostile ones', among, goalSeconds)];
    } finally {
      release();
    }
  } finally {
    await cloud.stop();
  }
}

/** Of those in `bodies.ts` it takes the consumer longest. */
function dearest(): readonly string[] {
  const body = hostile.find(({ name }) => name === 'XML, carriage returns among 19,000 elements');
  if (body === undefined) throw new Error('the dearest body has another name now');
  return Array.from({ length: count }, () => body.make());
}

function toRow(name: string, latenciesMs: readonly number[], goal?: number): BenchmarkRow {
  const seconds = latenciesMs.map((ms) => ms / 1000);
  const most = Math.max(...seconds);
  const figures = { 'p50, s': quantile(seconds, 0.5), 'most, s': most };
  return { name, figures, ...(goal !== undefined && { goal: atMost(goal, most, ' s') }) };
}
