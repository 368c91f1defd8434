import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompressedClock } from './clock';
import { comparePublished, type PublicationReport } from './compare-events';
import type { Delivery } from './delivery';
import { drain } from './drain';
import { readEvents } from './events-file';
import { type LocalCloudProcess, startLocalCloud } from './local-cloud-process';
import type { SimulateOptions } from './options';
import { createRandom } from './random';
import { type DeliveryReport, reportDeliveries } from './report';
import { sendWorkload } from './send-workload';
import type { Watcher } from './watcher';

export interface SimulationReport {
  readonly seed: number;
  readonly delivery: DeliveryReport;
  /** Only where the events can be seen: with the local cloud. */
  readonly publication: PublicationReport | null;
}

/** Runs Vibes against an endpoint, its own local cloud or a given one, and reports what became of everything. */
export async function simulate(options: SimulateOptions, seed: number, watcher: Watcher): Promise<SimulationReport> {
  if (options.url !== undefined) {
    const deliveries = await sendWorkload(options, options.url, seed, watcher);
    return { seed, delivery: reportDeliveries(deliveries), publication: null };
  }
  const dataFolder = options.data ?? (await mkdtemp(join(tmpdir(), 'vibes-simulation-')));
  try {
    return await simulateLocally({ ...ownCredentials(seed), ...options }, seed, dataFolder, watcher);
  } finally {
    if (options.data === undefined) await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Any will do: the cloud is ours. Of the seed, so that a data folder can be used again with it. */
function ownCredentials(seed: number) {
  const random = createRandom(seed);
  return { username: 'vibes', password: random.hex(32), rbmSecret: random.hex(32) };
}

type LocalOptions = SimulateOptions & ReturnType<typeof ownCredentials>;

async function simulateLocally(options: LocalOptions, seed: number, dataFolder: string, watcher: Watcher) {
  watcher.say('Starting the local cloud …');
  const cloud = await startLocalCloud({ ...options, dataFolder });
  try {
    for (const fault of options.faults) await cloud.addFault(fault);
    const deliveries = await sendWorkload(options, cloud.endpointUrl, seed, watcher);
    const publication = await checkPublished(cloud, deliveries, watcher);
    return { seed, delivery: reportDeliveries(deliveries), publication };
  } finally {
    await cloud.stop();
  }
}

async function checkPublished(cloud: LocalCloudProcess, deliveries: readonly Delivery[], watcher: Watcher) {
  watcher.say('Waiting until the queue is empty …');
  const state = await drain(cloud.state, createCompressedClock(1));
  if (state.deadLetterQueue.visible > 0) watcher.say(`${state.deadLetterQueue.visible} in the dead-letter queue.`);
  return comparePublished(
    deliveries.map(({ callback }) => callback),
    deliveries.filter(({ outcome }) => outcome === 'accepted').map(({ callback }) => callback),
    await readEvents(cloud.dataFolder),
  );
}
