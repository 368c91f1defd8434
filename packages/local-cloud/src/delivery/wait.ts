import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryInterrupted } from './message';

/** Waits. @throws DeliveryInterrupted when the local cloud stops meanwhile */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** The timer does not keep the process alive, because the journal has the delivery. */
export const wait: Wait = async (ms, signal) => {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch {
    throw new DeliveryInterrupted('The local cloud stops.');
  }
};

/** Twice as long each time, up to five minutes, less a random share so that not all come again at once. */
export function backOffMs(attempt: number, random: () => number): number {
  return Math.min(1000 * 2 ** (attempt - 1), 5 * 60_000) * (0.5 + random() / 2);
}
