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
import { type DeliveryReport, reportDeliveries } from './report';
import { sendRegistered } from './send-registered';
import { type Sent, sendWorkload } from './send-workload';
import type { Observer } from './watcher';

export interface SimulationReport {
  readonly seed: number;
  /** Callbacks that were to be sent, copies included. */
  readonly planned: number;
  /** By Ctrl-C: `delivery` then has only what had ended. */
  readonly interrupted: boolean;
  readonly delivery: DeliveryReport;
  /** Calls of the functions that `--faults` affected; null without faults. */
  readonly faultsStruck: number | null;
  /** Only where the events can be seen: with the local cloud, and not interrupted. */
  readonly publication: PublicationReport | null;
}

/**
 * Runs Vibes against an endpoint, its own local cloud or a given one, and reports what became of everything.
 * @throws UsageError if the endpoint is not a URL of the stack
 */
export async function simulate(options: SimulateOptions, seed: number, observer: Observer): Promise<SimulationReport> {
  if (options.vibesApi !== undefined) {
    const sent = await sendRegistered(options, options.vibesApi, seed, observer);
    return { ...summary(seed, sent), faultsStruck: null, publication: null };
  }
  if (options.url !== undefined) return simulateAt(options, options.url, seed, observer);
  const temporary = options.data === undefined ? temporaryFolder('vibes-simulation-') : undefined;
  try {
    const dataFolder = options.data ?? temporary?.path ?? '';
    return await simulateLocally({ ...ownCredentials(seed), ...options }, seed, dataFolder, observer);
  } finally {
    await temporary?.remove();
  }
}

/** With `--source-ip`, a 403 is what the run is to show, so it does not probe first. */
async function simulateAt(options: SimulateOptions, url: string, seed: number, observer: Observer) {
  if (options.sourceIp === undefined) await probe(await endpointOf(options, url));
  const sent = await sendWorkload(options, url, seed, observer);
  return { ...summary(seed, sent), faultsStruck: null, publication: null };
}

function summary(seed: number, { planned, interrupted, deliveries }: Sent) {
  return { seed, planned, interrupted, delivery: reportDeliveries(deliveries) };
}

/** For our own cloud, derived from the seed so that the same seed can use a data folder again. */
function ownCredentials(seed: number) {
  const random = createRandom(seed);
  return { username: 'vibes', password: random.hex(32), rbmSecret: random.hex(32) };
}

type LocalOptions = SimulateOptions & ReturnType<typeof ownCredentials>;

async function simulateLocally(
  options: LocalOptions,
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
    const interrupted = publication === null;
    return { ...summary(seed, { ...sent, interrupted }), faultsStruck: faultsOf(options, struck), publication };
  } finally {
    await cloud.stop();
  }
}

function faultsOf({ faults }: SimulateOptions, struck: number): number | null {
  return faults.length === 0 ? null : struck;
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
