import type { SimulatorClock } from '../../src/simulator/clock';

interface Timer {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock without waiting: once nothing else can go on, time jumps to the next timer. */
export interface VirtualClock extends SimulatorClock {
  /** Runs the task to its end, however much virtual time that takes. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createVirtualClock(): VirtualClock {
  const timers: Timer[] = [];
  let now = 0;
  const sleep = (ms: number) =>
    new Promise<void>((wake) => {
      timers.push({ atMs: now + ms, wake });
    });
  const jump = () => {
    const next = timers.sort((a, b) => a.atMs - b.atMs).shift();
    if (!next) throw new Error('nothing is left to wait for, and the task has not ended');
    now = next.atMs;
    next.wake();
  };
  return {
    now: () => now,
    sleep,
    pace: sleep,
    run: async (task) => {
      let ended = false;
      const result = task().finally(() => {
        ended = true;
      });
      // A rejection is awaited below, after the loop.
      result.catch(() => undefined);
      for (;;) {
        await idle();
        if (ended) return result;
        jump();
      }
    },
  };
}

/** Every promise that can settle without a timer has settled. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
