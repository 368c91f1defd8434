import type { OpsWorld } from './run-ops';

/** A world for commands that wait for what will not come: each wait only moves their clock on. */
export function inNoTime(): OpsWorld {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    pause: async (ms) => {
      aheadMs += ms;
    },
  };
}
