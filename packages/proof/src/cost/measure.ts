import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { CloudState } from '@vibes-callbacks/local-cloud';
import { synthesize } from '../conformance/assembly';
import { openOperator } from '../conformance/operator';
import { awaitOutcomes, entryOf, putEvents } from '../conformance/outcomes-on-the-bus';
import { createCompressedClock } from '../simulator/clock';
import { drain } from '../simulator/drain';
import { outcomeType } from '../simulator/histories/compare-outcomes';
import { type HistoryName, histories } from '../simulator/histories/histories';
import type { Said } from '../simulator/histories/said';
import { createHttpPost } from '../simulator/http-post';
import { type LocalCloudProcess, startLocalCloud } from '../simulator/local-cloud-process';
import { reportDeliveries } from '../simulator/report';
import { runVibes } from '../simulator/vibes';
import { planWorkload } from '../simulator/workload';
import { isInterruption } from '../support/run-main';
import { temporaryFolder } from '../support/temporary-folder';
import { createRandom } from '../vibes/random';
import { stackInventories } from './inventory';
import type { Measured, MeasuredOutcomes, Measurement, OutcomesMeasurement } from './types';

const credentials = { username: 'vibes', password: 'measured' };
const rbmSecret = 'measured';

/** One load so slow that each finds the queue empty, one so fast that batches are full. */
interface Loads<Load> {
  readonly trickle: Load;
  readonly burst: Load;
}

/**
 * Runs each load on a local cloud of its own, and counts.
 * @throws Error with how far it came, where it was interrupted
 */
async function countBoth<Load, Counted>(
  { trickle, burst }: Loads<Load>,
  settings: Readonly<Record<string, string>>,
  signal: AbortSignal,
  count: (cloud: LocalCloudProcess, load: Load) => Promise<Counted>,
): Promise<Loads<Counted>> {
  const folder = temporaryFolder('vibes-cost-');
  const assembly = join(folder.path, 'assembly');
  let counted = 0;
  const countOn = async (name: string, load: Load) => {
    signal.throwIfAborted();
    const dataFolder = join(folder.path, name);
    const cloud = await startLocalCloud({ dataFolder, assembly, signal, ...credentials, rbmSecret });
    const result = await count(cloud, load).finally(() => cloud.stop());
    counted += 1;
    return result;
  };
  try {
    await synthesize(assembly, settings);
    return { trickle: await countOn('trickle', trickle), burst: await countOn('burst', burst) };
  } catch (error) {
    if (!isInterruption(error)) throw error;
    throw new Error(`Interrupted: nothing was written. Of the two loads, ${counted} had been counted.`);
  } finally {
    await folder.remove();
  }
}

/** With enough of each kind. */
const callbackLoads = {
  trickle: { callbacks: 600, perSecond: 5, connections: 1 },
  burst: { callbacks: 3_000, perSecond: null, connections: 16 },
};

/** Counts what callbacks take. */
export async function measure(date: string, interrupted: AbortSignal): Promise<Measured> {
  const loads: Loads<CallbackLoad> = callbackLoads;
  const counted = await countBoth(loads, {}, interrupted, (cloud, load) => countCallbacks(cloud, load, interrupted));
  const { callbacks: inventory } = await stackInventories();
  const how =
    'Counted by the local cloud (GET /_local/state) over an ordinary day of the simulator (seed 7), without faults: one by one at 5 a second, bursts as fast as it accepted them.';
  return { date, how, ...counted, inventory };
}

type CallbackLoad = Pick<Measurement, 'callbacks' | 'perSecond'> & { readonly connections: number };

async function countCallbacks(cloud: LocalCloudProcess, load: CallbackLoad, signal: AbortSignal): Promise<Measurement> {
  const { callbacks, perSecond, connections } = load;
  const endpoint = { url: cloud.endpointUrl, credentials: () => credentials, rbmSecret, connections };
  const { post, close } = createHttpPost(endpoint);
  const workload = planWorkload({ seed: 7, callbacks, ...(perSecond !== null && { perSecond }) });
  const clock = createCompressedClock(300, signal);
  const { requests, sent } = reportDeliveries(
    await runVibes(workload, { post, clock }, { connections }).finally(close),
  );
  if (requests > sent) throw new Error(`${requests - sent} retries: the machine was too busy to count an ordinary day`);
  const state = await drain(cloud.state, createCompressedClock(1, signal));
  return {
    callbacks,
    perSecond,
    ingestInvocations: invocationsOf(state, 'Ingest'),
    challengeInvocations: invocationsOf(state, 'Challenge'),
    consumerInvocations: invocationsOf(state, 'Consumer'),
    calls: state.calls,
    mappingCalls: state.mappingCalls,
    published: state.events.published,
    eventBytes: await sizeOf(cloud, /^events\.jsonl$/),
    bucketBytes: state.bucket.bytes,
    logBytes: await sizeOf(cloud, /^functions\.log/),
  };
}

const messageLoads = {
  trickle: { messages: 36, perSecond: 0.7 },
  burst: { messages: 900, perSecond: Number.POSITIVE_INFINITY },
};

/** Counts what the function that keeps outcomes takes. */
export async function measureOutcomes(date: string, interrupted: AbortSignal): Promise<MeasuredOutcomes> {
  const counted = await countBoth(messageLoads, { messageOutcomes: 'true' }, interrupted, (cloud, load) =>
    countOutcomes(cloud, load, interrupted),
  );
  const { outcomes: inventory } = await stackInventories();
  const how = 'Counted by the local cloud for ordinary messages (two receipts each, almost never in one batch).';
  return { date, how, ...counted, ...inventory };
}

async function countOutcomes(
  cloud: LocalCloudProcess,
  { messages, perSecond }: { readonly messages: number; readonly perSecond: number },
  signal: AbortSignal,
): Promise<OutcomesMeasurement> {
  const said = ordinaryReceipts(messages);
  const { dataFolder } = cloud;
  const opened = await openOperator(dataFolder);
  const operator = async () => opened;
  const clock = createCompressedClock(1, signal);
  const batch = perSecond < 10 ? 1 : 10;
  for (let from = 0; from < said.length; from += batch) {
    await putEvents(await Promise.all(said.slice(from, from + batch).map(entryOf)), { operator });
    await clock.pace((batch * 1_000) / perSecond);
  }
  const { wrong, versions, repeats } = await awaitOutcomes(said, false, { dataFolder, operator });
  if (wrong.length > 0) throw new Error(`${wrong.length} messages have another outcome: nothing to count`);
  const state = await cloud.state();
  const events = (await readFile(join(dataFolder, 'events.jsonl'), 'utf8')).split('\n');
  return {
    receipts: said.length,
    messages,
    versions: versions + repeats,
    invocations: invocationsOf(state, 'OutcomesService'),
    readUnits: state.calls.dynamodb?.GetItem ?? 0,
    ...(await readItems(dataFolder)),
    eventBytes: events.filter((one) => one.includes(outcomeType)).reduce((sum, one) => sum + one.length, 0),
    logBytes: await sizeOf(cloud, /^functions\.log/),
  };
}

/** Of six messages, four are SMS and most have two receipts. */
const ordinary: readonly HistoryName[] = [
  ...(['sms-handset', 'sms-handset', 'sms-handset', 'sms-carrier-only'] as const),
  ...(['mms-retrieved', 'rbm-read'] as const),
];

/** Round by round: the first receipts of all messages, then the second ones. */
function ordinaryReceipts(messages: number): readonly Said[] {
  const random = createRandom(7);
  const all = Array.from({ length: messages }, (_, index) => {
    const name = ordinary[index % ordinary.length] ?? 'sms-handset';
    return histories[name](random);
  });
  return [0, 1, 2].flatMap((round) => all.flatMap((said) => said.slice(round, round + 1)));
}

/** DynamoDB's overhead of a stored item. */
const indexBytes = 100;

/**
 * What the outcomes table holds, and the units it took to write it: every write of a message counts as one of its
 * largest form, which is the last.
 */
async function readItems(dataFolder: string): Promise<Pick<OutcomesMeasurement, 'writeUnits' | 'storedBytes'>> {
  const read = async (file: string) => JSON.parse(await readFile(join(dataFolder, file), 'utf8'));
  const { endpoint, region, accessKeyId, secretAccessKey } = await read('aws.json');
  const [outputs] = Object.values<Record<string, string>>(await read('outputs.json'));
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  let storedBytes = 0;
  let writeUnits = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: outputs?.OutcomesTableName })) {
    for (const item of Items) {
      const bytes = bytesOf({ M: item });
      storedBytes += bytes + indexBytes;
      writeUnits += Number(item.rev?.N ?? 1) * Math.ceil(bytes / 1_024);
    }
  }
  return { writeUnits, storedBytes };
}

/** As DynamoDB counts an attribute. */
function bytesOf({ S, N, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (L !== undefined) return L.reduce((sum, one) => sum + 1 + bytesOf(one), 3);
  if (M === undefined) return 1;
  return Object.entries(M).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + bytesOf(one), 3);
}

function invocationsOf({ functions }: CloudState, name: string): number {
  const found = Object.entries(functions).filter(([id]) => id.includes(name));
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`the local cloud counts ${found.length} functions called ${name}`);
  return first[1].invocations;
}

async function sizeOf({ dataFolder }: LocalCloudProcess, pattern: RegExp): Promise<number> {
  const files = (await readdir(dataFolder)).filter((name) => pattern.test(name));
  const sizes = await Promise.all(files.map((name) => stat(join(dataFolder, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
