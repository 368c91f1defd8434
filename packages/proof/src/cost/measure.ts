import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalState, readCloudAssembly } from '@vibes-callbacks/local-cloud';
import { synthesize } from '../conformance/assembly';
import { createCompressedClock } from '../simulator/clock';
import { drain } from '../simulator/drain';
import { createHttpPost } from '../simulator/http-post';
import { type LocalCloudProcess, startLocalCloud } from '../simulator/local-cloud-process';
import { reportDeliveries } from '../simulator/report';
import { runVibes } from '../simulator/vibes';
import { planWorkload } from '../simulator/workload';
import { isInterruption } from '../support/run-main';
import { temporaryFolder } from '../support/temporary-folder';
import { readInventory } from './inventory';
import type { Measured, Measurement } from './types';

/** One load so slow that each callback finds the queue empty, one so fast that batches are full; with enough of each kind. */
const trickle = { callbacks: 600, perSecond: 5, connections: 1 };
const burst = { callbacks: 3_000, perSecond: null, connections: 16 };

const how =
  'Counted by the local cloud (GET /_local/state) over an ordinary day of the simulator (seed 7), without faults: one by one at 5 a second, bursts as fast as it accepted them.';

/**
 * Runs the two loads on a separate local cloud and counts.
 * @throws Error with how far it came, where it was interrupted
 */
export async function measure(date: string, interrupted: AbortSignal): Promise<Measured> {
  const folder = temporaryFolder('vibes-cost-');
  let counted = 0;
  try {
    const assembly = join(folder.path, 'assembly');
    await synthesize(assembly);
    const inventory = readInventory(readCloudAssembly(assembly).template);
    const first = await measureOne(join(folder.path, 'trickle'), assembly, trickle, interrupted);
    counted = 1;
    const second = await measureOne(join(folder.path, 'burst'), assembly, burst, interrupted);
    return { date, how, trickle: first, burst: second, inventory };
  } catch (error) {
    if (!isInterruption(error)) throw error;
    throw new Error(`Interrupted: nothing was written. Of the two loads, ${counted} had been counted.`);
  } finally {
    await folder.remove();
  }
}

async function measureOne(
  dataFolder: string,
  assembly: string,
  load: typeof trickle | typeof burst,
  signal: AbortSignal,
): Promise<Measurement> {
  signal.throwIfAborted();
  const secrets = { username: 'vibes', password: 'measured', rbmSecret: 'measured' };
  const cloud = await startLocalCloud({ dataFolder, assembly, signal, ...secrets });
  try {
    await send(cloud, load, secrets, signal);
    const state = await drain(cloud.state, createCompressedClock(1, signal));
    return { callbacks: load.callbacks, perSecond: load.perSecond, ...(await read(state, dataFolder)) };
  } finally {
    await cloud.stop();
  }
}

async function send(
  cloud: LocalCloudProcess,
  load: typeof trickle | typeof burst,
  secrets: { username: string; password: string; rbmSecret: string },
  signal: AbortSignal,
) {
  const { callbacks, connections, perSecond } = load;
  const endpoint = { url: cloud.endpointUrl, credentials: () => secrets, rbmSecret: secrets.rbmSecret };
  const { post, close } = createHttpPost({ ...endpoint, connections });
  const workload = planWorkload({ seed: 7, callbacks, ...(perSecond !== null && { perSecond }) });
  const clock = createCompressedClock(300, signal);
  const deliveries = await runVibes(workload, { post, clock }, { connections }).finally(close);
  const { requests, sent } = reportDeliveries(deliveries);
  if (requests > sent) throw new Error(`${requests - sent} retries: the machine was too busy to count an ordinary day`);
}

async function read(state: LocalState & { readonly functions?: FunctionCounts }, dataFolder: string) {
  const { calls, mappingCalls, events, bucket, functions = {} } = state;
  return {
    ingestInvocations: invocationsOf(functions, 'Ingest'),
    challengeInvocations: invocationsOf(functions, 'Challenge'),
    consumerInvocations: invocationsOf(functions, 'Consumer'),
    calls,
    mappingCalls,
    published: events.published,
    eventBytes: await sizeOf(dataFolder, /^events\.jsonl$/),
    bucketBytes: bucket.bytes,
    logBytes: await sizeOf(dataFolder, /^functions\.log/),
  };
}

type FunctionCounts = Readonly<Record<string, { readonly invocations: number }>>;

function invocationsOf(functions: FunctionCounts, name: string): number {
  const found = Object.entries(functions).find(([id]) => id.includes(name));
  if (found === undefined) throw new Error(`the local cloud counts no function called ${name}`);
  return found[1].invocations;
}

async function sizeOf(folder: string, pattern: RegExp): Promise<number> {
  const files = (await readdir(folder)).filter((name) => pattern.test(name));
  const sizes = await Promise.all(files.map((name) => stat(join(folder, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
