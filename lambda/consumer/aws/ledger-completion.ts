import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { chunks } from '../../shared/chunks';
import type { Pause } from '../../shared/pause';
import type { Lease } from '../ports';
import { completeCommand, consumedRequest, type LedgerTableConfig, publishedRequest } from './ledger-commands';

/** A limit of BatchWriteItem. */
const itemsPerCall = 25;
/** When the table is throttled, a call may leave items unprocessed; each is tried this many times in all. */
const rounds = 4;
/** The pause before the second round; it doubles. */
const firstPauseMs = 100;

export interface Completion {
  readonly client: DynamoDBClient;
  readonly pause: Pause;
}

/** Writes won claims as published. Returns those for which no answer confirms that they were written. */
export function completeLeases(
  completion: Completion,
  table: LedgerTableConfig,
  leases: readonly Lease[],
  nowMs: number,
  signal: AbortSignal,
): Promise<Lease[]> {
  return writeEach(completion, table, leases, (lease) => publishedRequest(table, lease, nowMs), signal);
}

/** Marks overflow objects as consumed. Returns the keys for which no answer confirms it. */
export function noteConsumed(
  completion: Completion,
  table: LedgerTableConfig,
  objectKeys: readonly string[],
  nowMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  return writeEach(completion, table, objectKeys, (key) => consumedRequest(table, key, nowMs), signal);
}

/** Writes an item for each, 25 per call. Returns those that may not be written. */
async function writeEach<T>(
  completion: Completion,
  table: LedgerTableConfig,
  all: readonly T[],
  requestOf: (one: T) => WriteRequest,
  signal: AbortSignal,
): Promise<T[]> {
  const left: T[] = [];
  for (const some of chunks(all, itemsPerCall)) {
    const pairs = some.map((one) => ({ one, request: requestOf(one) }));
    const requests = pairs.map(({ request }) => request);
    const unwritten = new Set((await writeAll(completion, table, requests, signal)).map(requestKey));
    left.push(...pairs.filter(({ request }) => unwritten.has(requestKey(request))).map(({ one }) => one));
  }
  return left;
}

async function writeAll(
  { client, pause }: Completion,
  table: LedgerTableConfig,
  requests: WriteRequest[],
  signal: AbortSignal,
): Promise<WriteRequest[]> {
  let left = requests;
  try {
    for (let round = 0; round < rounds && left.length > 0; round += 1) {
      if (round > 0) await pause(firstPauseMs * 2 ** (round - 1), signal);
      const { UnprocessedItems } = await client.send(completeCommand(table, left), { abortSignal: signal });
      left = UnprocessedItems?.[table.name] ?? [];
    }
  } catch {
    // Without an answer it is unknown whether they were written, so the caller returns them to the queue. That may
    // cause a repeat, and loses nothing.
  }
  return left;
}

/** The key of the item that a request puts. */
function requestKey({ PutRequest }: WriteRequest): string {
  const { pk, sk } = PutRequest?.Item ?? {};
  return JSON.stringify([pk?.S, sk?.S]);
}
