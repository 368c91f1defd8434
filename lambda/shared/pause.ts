import { setTimeout } from 'node:timers/promises';

/** Waits; rejects when the signal aborts first. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) => setTimeout(ms, undefined, { signal });
