import { createCallbackQueue } from '../adapters/callback-queue';
import type { IngestEnv } from './env';
import type { CallbackQueue } from './ports';

export interface IngestDeps {
  readonly queue: CallbackQueue;
  now(): number;
}

export function createDeps(env: IngestEnv): IngestDeps {
  return { queue: createCallbackQueue(env.QUEUE_URL), now: Date.now };
}
