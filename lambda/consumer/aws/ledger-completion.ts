import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { chunks } from '../../shared/chunks';
import type { Pause } from '../../shared/pause';
import type { Lease } from '../ports';
import {
  completeCommand,
  consumedRequest,
  type LedgerItem,
  type LedgerTableConfig,
  ledgerItemKey,
  publishedRequest,
} from './ledger-commands';

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

/** Writes won claims as published, 25 per call. Returns those for which no answer confirms that they were written. */
export async function completeLeases(
  { client, pause }: Completion,
  table: LedgerTableConfig,
  leases: readonly Lease[],
  nowMs: number,
  signal: AbortSignal,
): Promise<Lease[]> {
  const left: Lease[] = [];
  for (const some of chunks(leases, itemsPerCall)) {
    const requests = some.map((lease) => publishedRequest(table, lease, nowMs));
    const unwritten = new Set((await writeAll({ client, pause }, table, requests, signal)).map(requestKey));
    left.push(...some.filter(({ claim }) => unwritten.has(keyText(ledgerItemKey(claim)))));
  }
  return left;
}

/** Marks overflow objects as consumed. Returns the keys for which no answer confirms it. */
export async function noteConsumed(
  completion: Completion,
  table: LedgerTableConfig,
  objectKeys: readonly string[],
  nowMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const left: string[] = [];
  for (const keys of chunks(objectKeys, itemsPerCall)) {
    const some = keys.map((key) => ({ key, request: consumedRequest(table, key, nowMs) }));
    const requests = some.map(({ request }) => request);
    const unwritten = new Set((await writeAll(completion, table, requests, signal)).map(requestKey));
    left.push(...some.filter(({ request }) => unwritten.has(requestKey(request))).map(({ key }) => key));
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

function requestKey({ PutRequest }: WriteRequest): string {
  return keyText(PutRequest?.Item ?? {});
}

function keyText({ pk, sk }: LedgerItem): string {
  return JSON.stringify([pk?.S, sk?.S]);
}
