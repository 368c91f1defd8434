import type { OpsWorld } from './run-ops';

/** A world for commands that wait in vain: each wait only advances their clock. */
export function inNoTime(): OpsWorld {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    pause: async (ms) => {
      aheadMs += ms;
    },
  };
}
