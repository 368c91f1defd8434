import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openOperator } from '../../conformance/operator';
import { realTime } from '../../simulator/clock';
import type { Post } from '../../simulator/delivery';
import { drain } from '../../simulator/drain';
import { createHttpPost } from '../../simulator/http-post';
import { startLocalCloud } from '../../simulator/local-cloud-process';
import { planWorkload } from '../../simulator/workload';
import { temporaryFolder } from '../../support/temporary-folder';
import type { VibesCallback } from '../../vibes/callback';
import { hostile } from '../consumer-memory/bodies';
import { holdCpu } from '../harness/cpu-share';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { atMost, quantile } from '../harness/statistics';

/** A function of 512 MB has 512/1,769 of a core. */
const share = 0.29;
const goalSeconds = 30;
const count = 20;
/** A record that was given back comes again after 90 s. */
const patienceMs = 200_000;

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
  // Other systems do not show which process is a worker of the consumer.
  if (process.platform !== 'linux') return [];
  progress('starting the local cloud');
  const data = temporaryFolder('bench-cloud-');
  const [username, password] = ['vibes', 'bench'];
  const cloud = await startLocalCloud({ dataFolder: data.path, username, password, rbmSecret: 'bench' });
  const endpoint = { url: cloud.endpointUrl, credentials: () => ({ username, password }) };
  const { post, close } = createHttpPost({ ...endpoint, connections: 16 });
  try {
    await Promise.all(sms(200, 1).map((callback) => accepted(callback, post)));
    await drain(cloud.state, realTime);
    const release = holdCpu(() => consumersOf(cloud.pid), share);
    try {
      progress('healthy ones alone');
      const alone = await latencies(sms(count, 2), post, data.path);
      progress('healthy ones among hostile ones');
      const operator = await openOperator(data.path);
      const [among] = await Promise.all([latencies(sms(count, 3), post, data.path), operator.overflow(slowest())]);
      return [toRow('alone', alone), toRow('among hostile ones', among, goalSeconds)];
    } finally {
      release();
    }
  } finally {
    close();
    await cloud.stop();
    await data.remove();
  }
}

/** A company's SMS: its customers' messages, and receipts of its own messages. */
function sms(callbacks: number, seed: number): readonly VibesCallback[] {
  return planWorkload({ seed, callbacks, mix: { mo: 40, receipt: 60 } }).map(({ callback }) => callback);
}

/** Sends it until it is accepted. @returns the id of the request that was */
async function accepted(callback: VibesCallback, post: Post): Promise<string> {
  for (;;) {
    const { status, requestId = '' } = await post(callback, 1);
    if (status === 200) return requestId;
  }
}

/** Sends two a second. @returns ms from the first post of each to its event */
async function latencies(callbacks: readonly VibesCallback[], post: Post, dataFolder: string) {
  const seenAtMs = new Map<string, number>();
  const stopWatching = watchEvents(dataFolder, (requestId) => {
    if (!seenAtMs.has(requestId)) seenAtMs.set(requestId, performance.now());
  });
  try {
    const sent: { readonly requestId: string; readonly startedAtMs: number }[] = [];
    for (const callback of callbacks) {
      const startedAtMs = performance.now();
      sent.push({ requestId: await accepted(callback, post), startedAtMs });
      await sleep(500);
    }
    const endsAtMs = performance.now() + patienceMs;
    while (!sent.every(({ requestId }) => seenAtMs.has(requestId))) {
      if (performance.now() > endsAtMs) throw new Error('a healthy callback has no event');
      await sleep(5);
    }
    return sent.map(({ requestId, startedAtMs }) => (seenAtMs.get(requestId) ?? Number.NaN) - startedAtMs);
  } finally {
    stopWatching();
  }
}

/** Polls `events.jsonl`. @param onEvent gets the request id of every event, each time */
function watchEvents(dataFolder: string, onEvent: (requestId: string) => void): () => void {
  const timer = setInterval(() => {
    const text = readFileSync(join(dataFolder, 'events.jsonl'), 'latin1');
    for (const [, requestId = ''] of text.matchAll(/"requestId":"([^"]+)"/g)) onEvent(requestId);
  }, 50);
  return () => clearInterval(timer);
}

/** The live workers of the consumer, children of the local cloud's process (proc(5)). */
function consumersOf(cloudPid: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // The name in parentheses may hold anything.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return (
          parent === cloudPid &&
          /AWS_LAMBDA_FUNCTION_NAME=[^\0]*consumer/i.test(readFileSync(`/proc/${pid}/environ`, 'latin1'))
        );
      } catch {
        // It has ended since.
        return false;
      }
    })
    .map(Number);
}

/** The body of `bodies.ts` that takes the consumer longest. */
function slowest(): readonly string[] {
  return Array.from({ length: count }, hostile['XML, carriage returns among 19,000 elements']);
}

function toRow(name: string, latenciesMs: readonly number[], goal?: number): BenchmarkRow {
  const seconds = latenciesMs.map((ms) => ms / 1000);
  const most = Math.max(...seconds);
  const figures = { 'p50, s': quantile(seconds, 0.5), 'most, s': most };
  return { name, figures, ...(goal !== undefined && { goal: atMost(goal, most, ' s') }) };
}
