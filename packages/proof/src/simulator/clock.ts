import { setTimeout as wait } from 'node:timers/promises';

/** Vibes' time: that in which it waits five minutes between two attempts. */
export interface SimulatorClock {
  /** Milliseconds since the run's start, in Vibes' time. */
  now(): number;
  /** Waits in Vibes' time. */
  sleep(ms: number): Promise<void>;
  /** Waits in real time: load comes at its real rate, however fast Vibes' time goes. */
  pace(ms: number): Promise<void>;
}

/**
 * Vibes' time at `speed` times the real one.
 * @param interrupted ends every wait with an AbortError
 */
export function createCompressedClock(speed: number, interrupted?: AbortSignal): SimulatorClock {
  const startedAt = performance.now();
  const pace = async (ms: number) => {
    await wait(ms, undefined, interrupted === undefined ? {} : { signal: interrupted });
  };
  return {
    now: () => (performance.now() - startedAt) * speed,
    sleep: (ms) => pace(ms / speed),
    pace,
  };
}

/** Vibes' time as it is. */
export const realTime = createCompressedClock(1);
