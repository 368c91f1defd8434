import { createCompressedClock } from './clock';
import type { Delivery } from './delivery';
import { timeoutMs as vibesTimeoutMs } from './delivery-rules';
import { endpointOf } from './endpoint-of';
import { createHttpPost } from './http-post';
import { isRemote, type SimulateOptions } from './options';
import { runVibes } from './vibes';
import type { Watcher } from './watcher';
import { planWorkload } from './workload';

/**
 * Sends what the options describe to an endpoint, as Vibes would, and gives what became of each callback.
 * @param timeoutMs of an attempt; Vibes' own where the time is of any interest
 */
export async function sendWorkload(
  options: SimulateOptions,
  url: string,
  seed: number,
  watcher: Watcher,
  timeoutMs = vibesTimeoutMs,
): Promise<readonly Delivery[]> {
  const rate = options.rate ?? (isRemote(options) ? 20 : undefined);
  const workload = planWorkload({ ...options, seed, ...(rate === undefined ? {} : { perSecond: rate }) });
  const { post, close } = createHttpPost(await endpointOf(options, url), timeoutMs);
  watcher.start(workload.length);
  try {
    const ports = {
      post,
      clock: createCompressedClock(options.speed),
      onSettled: () => watcher.settled(),
      beforeResend: async (count: number) => watcher.say(`${count} in the error queue: sent again by hand.`),
    };
    return await runVibes(workload, ports, { ...options, resendAfterMs: options.resendAfter * 60_000 });
  } finally {
    watcher.stop();
    close();
  }
}
