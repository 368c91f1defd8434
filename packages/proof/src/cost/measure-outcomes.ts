import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { synthesize } from '../conformance/assembly';
import { openOperator } from '../conformance/operator';
import { awaitOutcomes, entryOf, putEvents } from '../conformance/outcomes-on-the-bus';
import { createCompressedClock } from '../simulator/clock';
import { outcomeType } from '../simulator/histories/compare-outcomes';
import { type HistoryName, histories } from '../simulator/histories/histories';
import type { Said } from '../simulator/histories/said';
import { startLocalCloud } from '../simulator/local-cloud-process';
import { isInterruption } from '../support/run-main';
import { temporaryFolder } from '../support/temporary-folder';
import { createRandom } from '../vibes/random';
import { stackInventories } from './stack-inventory';
import type { MeasuredOutcomes, OutcomesMeasurement } from './types';

/** Of six messages, four are SMS and most have two receipts. */
const ordinary: readonly HistoryName[] = [
  'sms-handset',
  'sms-handset',
  'sms-handset',
  'sms-carrier-only',
  'mms-retrieved',
  'rbm-read',
];
const trickle = { messages: 36, perSecond: 0.7 };
const burst = { messages: 900, perSecond: Number.POSITIVE_INFINITY };

const how = 'Counted by the local cloud for ordinary messages (two receipts each, almost never in one batch).';

/** Runs the two loads, each on a new local cloud, and counts what the function that keeps outcomes takes. */
export async function measureOutcomes(date: string, signal: AbortSignal): Promise<MeasuredOutcomes> {
  const folder = temporaryFolder('vibes-cost-');
  try {
    const assembly = join(folder.path, 'assembly');
    await synthesize(assembly, { messageOutcomes: 'true' });
    const { outcomes: inventory } = await stackInventories();
    const first = await measureOne(join(folder.path, 'trickle'), assembly, trickle, signal);
    const second = await measureOne(join(folder.path, 'burst'), assembly, burst, signal);
    return { date, how, trickle: first, burst: second, ...inventory };
  } catch (error) {
    if (isInterruption(error)) throw new Error('Interrupted: nothing was written.');
    throw error;
  } finally {
    await folder.remove();
  }
}

async function measureOne(
  dataFolder: string,
  assembly: string,
  { messages, perSecond }: typeof trickle,
  signal: AbortSignal,
): Promise<OutcomesMeasurement> {
  signal.throwIfAborted();
  const said = ordinaryReceipts(messages);
  const cloud = await startLocalCloud({
    dataFolder,
    assembly,
    signal,
    username: 'vibes',
    password: 'measured',
    rbmSecret: 'measured',
  });
  try {
    const operator = await openOperator(dataFolder);
    const clock = createCompressedClock(1, signal);
    const batch = perSecond < 10 ? 1 : 10;
    for (let from = 0; from < said.length; from += batch) {
      await putEvents(await Promise.all(said.slice(from, from + batch).map(entryOf)), {
        operator: async () => operator,
      });
      await clock.pace((batch * 1_000) / perSecond);
    }
    const report = await awaitOutcomes(said, false, { dataFolder, operator: async () => operator });
    if (report.wrong.length > 0)
      throw new Error(`${report.wrong.length} messages have another outcome: nothing to count`);
    const { calls, functions } = (await cloud.state()) as Awaited<ReturnType<typeof cloud.state>> & Functions;
    const { items, writes } = await readItems(dataFolder);
    const lines = (await readFile(join(dataFolder, 'events.jsonl'), 'utf8')).split('\n');
    return {
      receipts: said.length,
      messages,
      versions: report.versions + report.repeats,
      invocations: invocationsOf(functions),
      readUnits: calls.dynamodb?.GetItem ?? 0,
      writeUnits: writes,
      storedBytes: items,
      eventBytes: lines.filter((one) => one.includes(outcomeType)).reduce((sum, one) => sum + one.length, 0),
      logBytes: (await stat(join(dataFolder, 'functions.log'))).size,
    };
  } finally {
    await cloud.stop();
  }
}

/** Round by round: the first receipts of all messages, then the second ones. */
function ordinaryReceipts(messages: number): readonly Said[] {
  const random = createRandom(7);
  const all = Array.from({ length: messages }, (_, index) => {
    const name = ordinary[index % ordinary.length] ?? 'sms-handset';
    return histories[name](random);
  });
  return [0, 1, 2].flatMap((round) => all.flatMap((said) => said.slice(round, round + 1)));
}

interface Functions {
  readonly functions: Readonly<Record<string, { readonly invocations: number }>>;
}

function invocationsOf(functions: Functions['functions']): number {
  const found = Object.entries(functions).filter(([id]) => id.includes('OutcomesService'));
  if (found.length !== 1) throw new Error(`the local cloud counts ${found.length} functions that keep outcomes`);
  return found[0]?.[1].invocations ?? 0;
}

/** DynamoDB's overhead of a stored item. */
const indexBytes = 100;

/**
 * What the table holds, and the units it took to write it: every write of a message counts as one of its largest form,
 * which is the last.
 */
async function readItems(dataFolder: string): Promise<{ readonly items: number; readonly writes: number }> {
  const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(
    await readFile(join(dataFolder, 'aws.json'), 'utf8'),
  );
  const outputs = Object.values(JSON.parse(await readFile(join(dataFolder, 'outputs.json'), 'utf8')))[0];
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  let items = 0;
  let writes = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: Object(outputs).OutcomesTableName })) {
    for (const item of Items) {
      const bytes = bytesOf({ M: item });
      items += bytes + indexBytes;
      writes += Number(item.rev?.N ?? 1) * Math.ceil(bytes / 1_024);
    }
  }
  return { items, writes };
}

/** As DynamoDB counts an attribute. */
function bytesOf({ S, N, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (L !== undefined) return L.reduce((sum, one) => sum + 1 + bytesOf(one), 3);
  if (M === undefined) return 1;
  return Object.entries(M).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + bytesOf(one), 3);
}
