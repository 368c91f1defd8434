import { isInterruption } from '../support/run-main';
import { temporaryFolder } from '../support/temporary-folder';
import { createRandom } from '../vibes/random';
import { createCompressedClock } from './clock';
import { comparePublished, type PublicationReport } from './compare-events';
import type { Delivery } from './delivery';
import { drain } from './drain';
import { endpointOf, probe } from './endpoint';
import { readEvents } from './events-file';
import { type LocalCloudProcess, startLocalCloud } from './local-cloud-process';
import type { SimulateOptions } from './options';
import { reportDeliveries, type SimulationReport } from './report';
import { sendRegistered } from './send-registered';
import { type Sent, sendWorkload } from './send-workload';
import type { Observer } from './watcher';

/**
 * Runs Vibes against an endpoint, its own local cloud or a given one, and reports what became of everything.
 * @throws UsageError if the endpoint is not a URL of the stack
 */
export async function simulate(options: SimulateOptions, seed: number, observer: Observer): Promise<SimulationReport> {
  const { url, vibesApi, data, sourceIp } = options;
  if (vibesApi !== undefined) return reportOf(seed, await sendRegistered(options, vibesApi, seed, observer));
  if (url !== undefined) {
    // With `--source-ip`, a 403 is what the run is to show.
    if (sourceIp === undefined) await probe(await endpointOf(options, url));
    return reportOf(seed, await sendWorkload(options, url, seed, observer));
  }
  const temporary = data === undefined ? temporaryFolder('vibes-simulation-') : undefined;
  try {
    return await simulateLocally(
      { ...ownCredentials(seed), ...options },
      seed,
      data ?? temporary?.path ?? '',
      observer,
    );
  } finally {
    await temporary?.remove();
  }
}

function reportOf(
  seed: number,
  { planned, interrupted, deliveries }: Sent,
  seen: Partial<Pick<SimulationReport, 'faultsStruck' | 'publication'>> = {},
): SimulationReport {
  const delivery = reportDeliveries(deliveries);
  return { seed, planned, interrupted, delivery, faultsStruck: null, publication: null, ...seen };
}

/** For our own cloud, derived from the seed so that the same seed can use a data folder again. */
function ownCredentials(seed: number) {
  const random = createRandom(seed);
  return { username: 'vibes', password: random.hex(32), rbmSecret: random.hex(32) };
}

async function simulateLocally(
  options: SimulateOptions & ReturnType<typeof ownCredentials>,
  seed: number,
  dataFolder: string,
  observer: Observer,
): Promise<SimulationReport> {
  observer.watcher.say('Starting the local cloud …');
  const cloud = await startLocalCloud({ ...options, dataFolder, signal: observer.interrupted });
  try {
    for (const fault of options.faults) await cloud.addFault(fault);
    const sent = await sendWorkload(options, cloud.endpointUrl, seed, observer);
    const publication = sent.interrupted ? null : await checkPublished(cloud, sent.deliveries, observer);
    const { struck } = (await cloud.state()).faults;
    const faultsStruck = options.faults.length === 0 ? null : struck;
    return reportOf(seed, { ...sent, interrupted: publication === null }, { faultsStruck, publication });
  } finally {
    await cloud.stop();
  }
}

/** Null: interrupted before everything that waits was published. */
async function checkPublished(
  cloud: LocalCloudProcess,
  deliveries: readonly Delivery[],
  { watcher, interrupted }: Observer,
): Promise<PublicationReport | null> {
  watcher.say('Waiting until the queue is empty …');
  try {
    const state = await drain(cloud.state, createCompressedClock(1, interrupted));
    if (state.deadLetterQueue.visible > 0) watcher.say(`${state.deadLetterQueue.visible} in the dead-letter queue.`);
  } catch (error) {
    if (isInterruption(error)) return null;
    throw error;
  }
  return comparePublished(
    deliveries.map(({ callback }) => callback),
    deliveries.filter(({ outcome }) => outcome === 'accepted').map(({ callback }) => callback),
    await readEvents(cloud.dataFolder),
  );
}
