import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { quantile } from '../harness/statistics';
import { startBenchCloud } from './bench-cloud';
import { smsCallbacks } from './callbacks';

const perSecond = 100;

export const localLatency: Benchmark = {
  name: 'local-latency',
  title: 'Local run: from post to answer and to event, at 100 callbacks a second',
  about: [
    'SMS messages and receipts at a fixed rate, whoever waits: a callback that finds all 16 connections busy is timed from',
    'when it was due. The event is in `events.jsonl` when it is seen there, looked for every 2 ms. There is no peer: it is for',
    'whoever tests against the local run, and the whole of it (load, gateway, functions, emulators) shares the cores.',
    'Vibes gives up after 2,000 ms.',
  ].join(' '),
  run: runLatency,
};

async function runLatency(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  options.progress('starting the local cloud');
  const cloud = await startBenchCloud();
  try {
    await cloud.runThrough(smsCallbacks(1000, 1));
    options.progress(`${perSecond} callbacks a second`);
    const latencies = await cloud.runPaced(smsCallbacks(perSecond * (options.quick ? 10 : 30), 2), perSecond);
    const answers = latencies.map(({ answerMs }) => answerMs);
    const goal = { text: 'all answered < 2000 ms', isMet: Math.max(...answers) < 2000 };
    return [
      { name: 'post to answer', figures: percentiles(answers), goal },
      { name: 'post to event', figures: percentiles(latencies.map(({ eventMs }) => eventMs)) },
    ];
  } finally {
    await cloud.stop();
  }
}

function percentiles(samples: readonly number[]): Record<string, number> {
  const at = (q: number) => quantile(samples, q);
  return { 'p50, ms': at(0.5), 'p90, ms': at(0.9), 'p99, ms': at(0.99), 'most, ms': at(1) };
}
