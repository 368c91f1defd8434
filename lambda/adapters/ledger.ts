import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Claim, ClaimOutcome, Ledger } from '../consumer/ports';
import { clientOptions } from './client-options';
import { claimCommand, countCommand, type LedgerItem, type LedgerTable, readCommand } from './ledger-commands';
import { completeLeases } from './ledger-completion';
import { type Pause, pause as realPause } from './pause';

/** Three attempts with the SDK's pauses take under 5 s, a third of the consumer's time. */
const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 1_500 };

/** The ledger's item is gone between two calls about it: expired, or removed by hand. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

export interface LedgerOptions {
  readonly tableName: string;
  /** How long an identity is remembered after it was last seen. */
  readonly days: number;
  readonly client?: DynamoDBClient;
  readonly pause?: Pause;
}

/** The ledger in DynamoDB. What its two steps promise, and why: docs/decisions/0005-idempotency.md. */
export function createLedger(options: LedgerOptions): Ledger {
  const { tableName, days, client = new DynamoDBClient(clientOptions(limits)), pause = realPause } = options;
  const table: LedgerTable = { name: tableName, rememberMs: days * 86_400_000 };
  return {
    claim: (claim, signal) => claimIdentity(client, table, claim, signal),
    complete: (leases, nowMs, signal) => completeLeases({ client, pause }, table, leases, nowMs, signal),
  };
}

async function claimIdentity(client: DynamoDBClient, table: LedgerTable, claim: Claim, signal: AbortSignal) {
  const token = randomUUID();
  try {
    const { Attributes = {} } = await client.send(claimCommand(table, claim, token), { abortSignal: signal });
    return won(claim, Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ?? (await readItem(client, table, claim, signal));
    const outcome = judge(claim, item, token);
    if (outcome.status === 'duplicate') await client.send(countCommand(table, claim), { abortSignal: signal });
    return outcome;
  }
}

/** For a DynamoDB that does not return the old item with the error, as dynalite 4.0.0. */
async function readItem(client: DynamoDBClient, table: LedgerTable, claim: Claim, signal: AbortSignal) {
  const { Item } = await client.send(readCommand(table, claim), { abortSignal: signal });
  if (Item === undefined) throw new LedgerError('item vanished');
  return Item;
}

/** What an item that stands in the way means. */
function judge(claim: Claim, item: LedgerItem, token: string): ClaimOutcome {
  // Our own: the SDK tried again after the answer to its first attempt was lost.
  if (item.leaseToken?.S === token) return won(claim, item);
  if (item.contentDigest?.S !== claim.contentDigest) return { status: 'collision' };
  if (item.state?.S === 'published') return { status: 'duplicate' };
  return { status: 'held', leaseEndsMs: Date.parse(item.leaseEndsAt?.S ?? '') };
}

function won(claim: Claim, { firstSeenAt, timesSeen }: LedgerItem): ClaimOutcome {
  const lease = { claim, firstSeenMs: Date.parse(firstSeenAt?.S ?? ''), timesSeen: Number(timesSeen?.N) };
  return { status: 'claimed', lease };
}
