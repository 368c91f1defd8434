import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildAppOptions, buildApp } from 'fauxqs';
import { LocalCloudError } from '../../base/local-cloud-error';
import type { AwsCall, Reply } from '../protocols/call';
import { hasForbiddenCharacter } from './message-contents';

type Stores = NonNullable<BuildAppOptions['stores']>;
type App = ReturnType<typeof buildApp>;
export type Queue = NonNullable<ReturnType<Stores['sqsStore']['getQueueByName']>>;

/** fauxqs' store of queues, messages, buckets and objects in one SQLite file. */
interface Persistence {
  readonly db: { exec(sql: string): void };
  load(sqs: Stores['sqsStore'], sns: Stores['snsStore'], s3: Stores['s3Store']): void;
  transaction(work: () => void): void;
  clearMessagesAndObjects(): void;
  close(): void;
}

/** What the local cloud asks of the buckets besides calls. */
export interface Objects {
  hasBucket(name: string): boolean;
  createBucket(name: string): void;
  /** With its objects. */
  deleteBucket(name: string): void;
  /** Undefined where there is no such object. */
  head(bucket: string, key: string): { readonly size: number; readonly etag: string } | undefined;
  levels(bucket: string): { readonly objects: number; readonly bytes: number };
}

export interface QueuesAndObjects {
  handle(call: Pick<AwsCall, 'method' | 'url' | 'headers' | 'body'>): Promise<Reply>;
  queue(name: string): Queue | undefined;
  queues(): readonly Queue[];
  readonly objects: Objects;
  clear(): void;
  stop(): Promise<void>;
}

/**
 * fauxqs in this process, without a socket: calls are injected into its HTTP application. Its stores are built here and
 * not by `startFauxqs`, which has no options for four things:
 * - `synchronous = NORMAL`: a commit is in the kernel's hands when SendMessage answers, so it survives a kill -9 of this
 *   process; an fsync per message (SQLite's default) would guard against a power cut, which a laptop's run need not.
 * - A message that is received too often is deleted from its queue and inserted into the dead-letter queue in two
 *   commits; a kill between them would lose it. Here a receive is one transaction.
 * - A message that a redrive moves keeps its count of receives there; SQS redrives by a count that is each queue's own
 *   (decision 0014).
 * - Messages in flight when the process died belong to workers that died with it: they become visible at once.
 */
export async function startFauxqsEmulator(directory: string, region: string): Promise<QueuesAndObjects> {
  const fauxqs = await loadFauxqs();
  // Its own rule refuses everything past U+FFFF, which SQS allows.
  Object.assign(fauxqs.INVALID_MESSAGE_BODY_CHAR, { test: hasForbiddenCharacter });
  const persistence = new fauxqs.PersistenceManager(directory);
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  persistence.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  const stores = { sqsStore: new fauxqs.SqsStore(), snsStore: new fauxqs.SnsStore(), s3Store: new fauxqs.S3Store() };
  receiveAsSqsDoes(stores.sqsStore, persistence);
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  Object.assign(stores.sqsStore, { persistence });
  Object.assign(stores.s3Store, { persistence });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence });
  const app = fauxqs.buildApp({ logger: false, defaultRegion: region, stores });
  await app.ready();
  return {
    handle: (call) => inject(app, call),
    queue: (name) => stores.sqsStore.getQueueByName(name),
    queues: () => [...stores.sqsStore.allQueues()],
    objects: objectsOf(stores.s3Store),
    clear: () => {
      stores.sqsStore.clearMessages();
      stores.s3Store.clearObjects();
      persistence.clearMessagesAndObjects();
    },
    stop: async () => {
      await app.close();
      persistence.close();
    },
  };
}

/** Wraps the receive of every queue, loaded or created; a message that comes to a queue starts its count at zero. */
function receiveAsSqsDoes(store: Stores['sqsStore'], persistence: Persistence): void {
  const createQueue = store.createQueue.bind(store);
  store.createQueue = (...settings) => {
    const queue = createQueue(...settings);
    const enqueue = queue.enqueue.bind(queue);
    queue.enqueue = (message) => {
      message.approximateReceiveCount = 0;
      enqueue(message);
    };
    const dequeue = queue.dequeue.bind(queue);
    queue.dequeue = (...request) => {
      let received: ReturnType<typeof dequeue> = [];
      persistence.transaction(() => {
        received = dequeue(...request);
      });
      return received;
    };
    return queue;
  };
}

/** The store lists a bucket in sorted pages; its map of buckets has the sizes without sorting. */
function objectsOf(store: Stores['s3Store']): Objects {
  const buckets: ReadonlyMap<string, ReadonlyMap<string, StoredSize>> = Reflect.get(store, 'buckets');
  return {
    hasBucket: (name) => store.hasBucket(name),
    createBucket: (name) => store.createBucket(name),
    deleteBucket: (name) => {
      store.emptyBucket(name);
      store.deleteBucket(name);
    },
    head: (bucket, key) => {
      const found = buckets.get(bucket)?.get(key);
      return found === undefined ? undefined : { size: found.contentLength, etag: found.etag };
    },
    levels: (bucket) => {
      const objects = [...(buckets.get(bucket)?.values() ?? [])];
      return { objects: objects.length, bytes: objects.reduce((sum, { contentLength }) => sum + contentLength, 0) };
    },
  };
}

interface StoredSize {
  readonly contentLength: number;
  readonly etag: string;
}

async function inject(
  app: App,
  { method, url, headers, body }: Parameters<QueuesAndObjects['handle']>[0],
): Promise<Reply> {
  // The replacement may have changed the body, so set its length again.
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...told } = headers;
  const response = await app.inject({ method: method as 'POST', url, headers: told, payload: body });
  const replyHeaders = Object.entries(response.headers)
    .filter(([name, value]) => value !== undefined && name !== 'connection')
    .map(([name, value]) => [name, String(value)] as const);
  return { status: response.statusCode, headers: Object.fromEntries(replyHeaders), body: response.rawPayload };
}

/** The package exports its application but not its stores, so these come from their files: the version is pinned. */
async function loadFauxqs() {
  const folders = createRequire(__filename).resolve.paths('fauxqs') ?? [];
  const dist = folders.map((folder) => join(folder, 'fauxqs', 'dist')).find((folder) => existsSync(folder));
  if (dist === undefined)
    throw new LocalCloudError('emulator-missing', 'The package fauxqs is not installed: run "npm ci" first.');
  const load = (path: string) => import(pathToFileURL(join(dist, path)).href);
  const [app, sqs, types, sns, s3, persistence] = await Promise.all([
    load('app.js') as Promise<{ buildApp: typeof buildApp }>,
    load('sqs/sqsStore.js') as Promise<{ SqsStore: new () => Stores['sqsStore'] }>,
    load('sqs/sqsTypes.js') as Promise<{ INVALID_MESSAGE_BODY_CHAR: RegExp }>,
    load('sns/snsStore.js') as Promise<{ SnsStore: new () => Stores['snsStore'] }>,
    load('s3/s3Store.js') as Promise<{ S3Store: new () => Stores['s3Store'] }>,
    load('persistence.js') as Promise<{ PersistenceManager: new (directory: string) => Persistence }>,
  ]);
  return { ...app, ...sqs, ...types, ...sns, ...s3, ...persistence };
}
