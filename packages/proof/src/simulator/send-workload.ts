import { isInterruption } from '../support/run-main';
import { createCompressedClock } from './clock';
import type { Delivery } from './delivery';
import { endpointOf } from './endpoint';
import { createHttpPost, type HttpPost } from './http-post';
import { isRemote, type SimulateOptions } from './options';
import { type Arrival, runVibes } from './vibes';
import type { Observer } from './watcher';
import { planWorkload } from './workload';

/** What became of a workload. */
export interface Sent {
  readonly planned: number;
  /** Then `deliveries` are those that had left the automatic attempts. */
  readonly interrupted: boolean;
  readonly deliveries: readonly Delivery[];
}

/** Sends what the options describe to an endpoint, as Vibes would, and gives what became of each callback. */
export async function sendWorkload(
  options: SimulateOptions,
  url: string,
  seed: number,
  { watcher, interrupted }: Observer,
): Promise<Sent> {
  const rate = options.rate ?? (isRemote(options) ? 20 : undefined);
  const workload = planWorkload({ ...options, seed, ...(rate === undefined ? {} : { perSecond: rate }) });
  const http = createHttpPost(await endpointOf(options, url));
  return sendArrivals(workload, http, options, { watcher, interrupted });
}

/** Sends these as Vibes would, each at its time. */
export async function sendArrivals(
  workload: readonly Arrival[],
  { post, close }: HttpPost,
  options: SimulateOptions,
  { watcher, interrupted }: Observer,
): Promise<Sent> {
  const planned = workload.length;
  const settled: Delivery[] = [];
  watcher.start(planned);
  try {
    const ports = {
      post,
      clock: createCompressedClock(options.speed, interrupted),
      onSettled: (delivery: Delivery) => {
        settled.push(delivery);
        watcher.settled();
      },
      beforeResend: async (count: number) => watcher.say(`${count} in the error queue: sent again by hand.`),
    };
    const deliveries = await runVibes(workload, ports, { ...options, resendAfterMs: options.resendAfter * 60_000 });
    return { planned, interrupted: false, deliveries };
  } catch (error) {
    if (!isInterruption(error)) throw error;
    return { planned, interrupted: true, deliveries: settled };
  } finally {
    watcher.stop();
    close();
  }
}
