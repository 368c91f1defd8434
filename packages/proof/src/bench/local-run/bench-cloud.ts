import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalState } from '@vibes-callbacks/local-cloud';
import { openOperator } from '../../conformance/operator';
import { startLocalCloud } from '../../simulator/local-cloud-process';
import { temporaryFolder } from '../../support/temporary-folder';
import { type BenchCallback, postOf } from './callbacks';
import { type EventWatch, watchEvents } from './event-watch';
import { headerOf, openRawConnections, type RawAnswer, type RawConnection } from './raw-connection';
import { sendAll, sendPaced } from './send-load';

const username = 'vibes';
const password = 'bench';
const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Twice as many as the ingest function has workers here. */
const manyConnections = 16;
/** Without an event, before those that are missing count as lost: a record that was given back comes again after 90 s. */
const patienceMs = 100_000;

/** `npm start` in a separate process, with the load in this one. */
export async function startBenchCloud(nodeFlags: readonly string[] = []) {
  const data = temporaryFolder('bench-cloud-');
  const dataFolder = data.path;
  const cloud = await startLocalCloud({ dataFolder, username, password, rbmSecret: 'bench', nodeFlags });
  const port = Number(new URL(cloud.endpointUrl).port);
  const posts = (callbacks: readonly BenchCallback[]) =>
    callbacks.map((callback) => postOf(callback, cloud.endpointUrl, authorization));
  return {
    pid: cloud.pid,
    /** Calls since the start, by the functions and by the event source mapping. */
    async callCount(): Promise<number> {
      const { calls, mappingCalls } = await cloud.state();
      return countOf(calls) + countOf(mappingCalls);
    },
    /** Sends as fast as the connections are answered, until the last event is published. */
    async runThrough(callbacks: readonly BenchCallback[], connectionCount = manyConnections): Promise<Through> {
      const requests = posts(callbacks);
      return withLoad(dataFolder, port, connectionCount, async (connections, watch) => {
        const expected = watch.count + callbacks.length;
        const startedAt = performance.now();
        const refused = await sendAll(connections, requests, ({ status }) => status === 200);
        await published(watch, expected);
        return { seconds: (performance.now() - startedAt) / 1000, refused };
      });
    },
    /** Sends at a fixed rate; gives ms from post to answer and from post to event of each. */
    async runPaced(callbacks: readonly BenchCallback[], perSecond: number): Promise<readonly LatencyFigures[]> {
      const requests = posts(callbacks);
      return withLoad(dataFolder, port, manyConnections, async (connections, watch) => {
        const expected = watch.count + callbacks.length;
        const answers: { readonly id: string; readonly dueAtMs: number; readonly answerMs: number }[] = [];
        await sendPaced(connections, requests, perSecond, (answer, dueAtMs) => {
          accepted(answer);
          const id = headerOf(answer.head, 'x-amzn-requestid') ?? '';
          answers.push({ id, dueAtMs, answerMs: performance.now() - dueAtMs });
        });
        await published(watch, expected);
        return answers.map(({ id, dueAtMs, answerMs }) => ({ answerMs, eventMs: seen(watch, id) - dueAtMs }));
      });
    },
    /** Sends callbacks at two a second while these envelopes wait in the queue, by the bucket: ms to event of each. */
    async runAmong(callbacks: readonly BenchCallback[], envelopes: readonly string[]): Promise<readonly number[]> {
      return withLoad(dataFolder, port, 1, async ([connection], watch) => {
        if (connection === undefined) throw new Error('there is no connection');
        const beside = openOperator(dataFolder).then((operator) => operator.overflow(envelopes));
        const sent: { readonly id: string; readonly startedMs: number }[] = [];
        for (const request of posts(callbacks)) {
          const startedMs = performance.now();
          sent.push({ id: await takenAs(connection, request), startedMs });
          await sleep(500);
        }
        await beside;
        await allSeen(
          watch,
          sent.map(({ id }) => id),
        );
        return sent.map(({ id, startedMs }) => seen(watch, id) - startedMs);
      });
    },
    /** Empties everything; the workers are new afterwards. */
    reset: cloud.reset,
    async stop(): Promise<void> {
      await cloud.stop();
      await data.remove();
    },
  };
}

export type BenchCloud = Awaited<ReturnType<typeof startBenchCloud>>;

export interface Through {
  readonly seconds: number;
  /** How many times a callback was answered something else than 200, so that it was sent again. */
  readonly refused: number;
}

export interface LatencyFigures {
  readonly answerMs: number;
  readonly eventMs: number;
}

function countOf(calls: LocalState['calls']): number {
  return Object.values(calls)
    .flatMap((actions) => Object.values(actions))
    .reduce((sum, count) => sum + count, 0);
}

async function withLoad<T>(
  dataFolder: string,
  port: number,
  connectionCount: number,
  work: (connections: readonly RawConnection[], watch: EventWatch) => Promise<T>,
): Promise<T> {
  const connections = await openRawConnections(port, connectionCount);
  const watch = watchEvents(dataFolder);
  // What was published before is read first.
  await sleep(20);
  try {
    return await work(connections, watch);
  } finally {
    watch.stop();
    for (const connection of connections) connection.close();
  }
}

/** The id of the request that was taken; one that was not is sent again, as Vibes would. */
async function takenAs(connection: RawConnection, request: Buffer): Promise<string> {
  for (;;) {
    const { status, head } = await connection.request(request);
    if (status === 200) return headerOf(head, 'x-amzn-requestid') ?? '';
  }
}

async function allSeen({ seenAtMs }: EventWatch, ids: readonly string[]): Promise<void> {
  const endsAtMs = performance.now() + 2 * patienceMs;
  while (!ids.every((id) => seenAtMs.has(id))) {
    if (performance.now() > endsAtMs) throw new Error('a healthy callback has no event');
    await sleep(5);
  }
}

function accepted({ status }: RawAnswer): void {
  if (status !== 200) throw new Error(`a callback was answered ${status}: the run is no measure of anything`);
}

/** @throws Error when events are missing and no more arrive, because the figure would be worthless */
async function published(watch: EventWatch, expected: number): Promise<void> {
  let last = { count: -1, atMs: 0 };
  while (watch.count < expected) {
    const atMs = performance.now();
    if (watch.count !== last.count) last = { count: watch.count, atMs };
    if (atMs - last.atMs > patienceMs) throw new Error(`${watch.count} events were published instead of ${expected}`);
    await sleep(1);
  }
}

function seen({ seenAtMs }: EventWatch, requestId: string): number {
  const at = seenAtMs.get(requestId);
  if (at === undefined) throw new Error('an answered callback has no event');
  return at;
}
