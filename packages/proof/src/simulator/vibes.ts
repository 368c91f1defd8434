import type { VibesCallback } from '../vibes/callback';
import type { SimulatorClock } from './clock';
import { type Delivery, deliver, type Post, resend, resendWindowMs } from './delivery';

/** A callback and when Vibes sends it first, in real ms after the run's start. */
export interface Arrival {
  readonly atMs: number;
  readonly callback: VibesCallback;
}

export interface VibesPorts {
  readonly post: Post;
  readonly clock: SimulatorClock;
  /** A callback has left the automatic attempts. */
  readonly onSettled?: (delivery: Delivery) => void;
  /** Before a person at Vibes sends the error queue again. */
  readonly beforeResend?: (errorQueue: number) => Promise<void>;
}

export interface VibesPolicy {
  /** Requests on their way at once, over all channels. */
  readonly connections: number;
  /** How many times, at most, Vibes Operations resends the error queue. @default 0 */
  readonly resends?: number;
  /** From the last automatic attempt to the first resend, and between two, in Vibes' time. @default half an hour */
  readonly resendAfterMs?: number;
}

/** Vibes as its page "Callback Services" describes it: automatic attempts, the error queue, the resend by Operations. */
export async function runVibes(
  workload: readonly Arrival[],
  ports: VibesPorts,
  policy: VibesPolicy,
): Promise<readonly Delivery[]> {
  const gate = createGate(policy.connections);
  const gated: VibesPorts = { ...ports, post: (callback, attempt) => gate(() => ports.post(callback, attempt)) };
  const settled = await sendAll(workload, gated);
  return resendAll(settled, gated, policy, policy.resends ?? 0);
}

async function sendAll(workload: readonly Arrival[], { post, clock, onSettled }: VibesPorts): Promise<Delivery[]> {
  const inOrder = [...workload].sort((a, b) => a.atMs - b.atMs);
  const running: Promise<Delivery>[] = [];
  let atMs = 0;
  for (const arrival of inOrder) {
    if (arrival.atMs > atMs) await clock.pace(arrival.atMs - atMs);
    atMs = arrival.atMs;
    const delivery = deliver(arrival.callback, post, clock).then((settled) => {
      onSettled?.(settled);
      return settled;
    });
    // If the clock is interrupted all of them end, and the first one reports it.
    delivery.catch(() => undefined);
    running.push(delivery);
  }
  return Promise.all(running);
}

async function resendAll(
  deliveries: readonly Delivery[],
  ports: VibesPorts,
  policy: VibesPolicy,
  passes: number,
): Promise<readonly Delivery[]> {
  const errorQueue = deliveries.filter(({ outcome }) => outcome === 'error-queue');
  if (passes === 0 || errorQueue.length === 0) return deliveries;
  await ports.clock.sleep(policy.resendAfterMs ?? 30 * 60_000);
  await ports.beforeResend?.(errorQueue.length);
  const now = ports.clock.now();
  const young = (delivery: Delivery) => now - delivery.startedAtMs < resendWindowMs;
  const next = await Promise.all(
    deliveries.map((delivery) =>
      delivery.outcome === 'error-queue' && young(delivery) ? resend(delivery, ports.post) : delivery,
    ),
  );
  return resendAll(next, ports, policy, passes - 1);
}

/** Lets at most `width` tasks through at once, in the order in which they come. */
export function createGate(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = width;
  const enter = async () => {
    if (free === 0) return new Promise<void>((resolve) => waiting.push(resolve));
    free--;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return async (task) => {
    await enter();
    try {
      return await task();
    } finally {
      leave();
    }
  };
}
