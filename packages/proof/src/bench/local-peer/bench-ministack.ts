import { setTimeout as sleep } from 'node:timers/promises';
import { writeTemplate } from '../../second-opinions/assembly';
import { adaptForMinistack } from '../../second-opinions/ministack/adapt-for-ministack';
import { deployToMinistack, type StackOnMinistack } from '../../second-opinions/ministack/deploy-to-ministack';
import { type EventTap, tapEvents } from '../../second-opinions/ministack/event-tap';
import { readCredentials } from '../../second-opinions/ministack/send-every-family';
import { type Ministack, startMinistack } from '../../second-opinions/ministack/start-ministack';
import { type BenchCallback, postOf } from '../local-run/callbacks';
import { openRawConnections, type RawConnection } from '../local-run/raw-connection';
import { sendAll } from '../local-run/send-load';

/** How often its queue is asked how many events are there; a request for it, among the hundreds of a second. */
const lookEveryMs = 100;
const patienceMs = 100_000;

/** MiniStack with the stack deployed, as fast as it goes: no TLS, no IAM, nothing on disk. */
export async function startBenchMinistack(python: string, connectionCount: number) {
  const written = await writeTemplate('ministack-bench', { CALLBACKS_RBM_SECRET: 'create' });
  const ministack = await startMinistack({ python, isStrict: false });
  try {
    const adapted = adaptForMinistack(written.template);
    const stack = await deployToMinistack(ministack, written, adapted.template);
    return await load(ministack, stack, connectionCount);
  } catch (error) {
    await ministack.stop();
    throw error;
  }
}

async function load(ministack: Ministack, stack: StackOnMinistack, connectionCount: number) {
  const { username, password } = await readCredentials(ministack, stack);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const tap = await tapEvents(ministack, stack.outputs.EventBusName ?? '');
  const connections = await openRawConnections(Number(new URL(ministack.endpoint).port), connectionCount);
  let total = 0;
  return {
    runThrough: async (callbacks: readonly BenchCallback[]) => {
      const requests = callbacks.map((callback) => postOf(callback, stack.endpointUrl, authorization));
      total += requests.length;
      return sendUntil(total, connections, requests, tap);
    },
    stop: async () => {
      for (const connection of connections) connection.close();
      await ministack.stop();
    },
  };
}

async function sendUntil(total: number, connections: readonly RawConnection[], requests: Buffer[], tap: EventTap) {
  const startedAt = performance.now();
  const refused = await sendAll(connections, requests, ({ status }) => status === 200);
  let last = { count: -1, atMs: 0 };
  for (;;) {
    const count = await tap.count();
    const atMs = performance.now();
    if (count >= total) return { seconds: (atMs - startedAt) / 1000, refused };
    if (count !== last.count) last = { count, atMs };
    if (atMs - last.atMs > patienceMs) throw new Error(`MiniStack published ${count} events instead of ${total}`);
    await sleep(lookEveryMs);
  }
}
