import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EarlierEvent } from '../../reader/unrecognized/unrecognized-callback-schema';
import { clientOptions } from '../../shared/client-options';
import { type Pause, pause as realPause } from '../../shared/pause';
import type { Claim, ClaimOutcome, Ledger } from '../ports';
import {
  claimCommand,
  countCommand,
  type LedgerItem,
  type LedgerTableConfig,
  readCommand,
  takeOverCommand,
} from './ledger-commands';
import { completeLeases, noteConsumed } from './ledger-completion';

/** Three attempts with the SDK's pauses take under 5 s, a third of the consumer's time. */
const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 1_500 };

/** The ledger's item disappeared between two calls: it expired, or someone removed it. */
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
  const table: LedgerTableConfig = { name: tableName, rememberMs: days * 86_400_000 };
  return {
    claim: (claim, signal) => claimIdentity({ client, table, claim, token: randomUUID(), signal }),
    knows: async (identity, signal) => {
      const { Item } = await client.send(readCommand(table, { identity }), { abortSignal: signal });
      return Item !== undefined;
    },
    complete: (leases, nowMs, signal) => completeLeases({ client, pause }, table, leases, nowMs, signal),
    noteConsumed: (keys, nowMs, signal) => noteConsumed({ client, pause }, table, keys, nowMs, signal),
  };
}

interface Attempt {
  readonly client: DynamoDBClient;
  readonly table: LedgerTableConfig;
  readonly claim: Claim;
  /** Unique to this attempt: tells our own claim from another worker's. */
  readonly token: string;
  readonly signal: AbortSignal;
}

async function claimIdentity(attempt: Attempt): Promise<ClaimOutcome> {
  const { client, table, claim, token, signal } = attempt;
  try {
    await client.send(claimCommand(table, claim, token), { abortSignal: signal });
    return { status: 'claimed', lease: { claim, firstSeenMs: claim.receivedAtMs, timesSeen: 1 } };
  } catch (error) {
    return judge(attempt, await itemInTheWay(attempt, error));
  }
}

/** Decides by the item that made our conditional write fail. */
async function judge(attempt: Attempt, item: LedgerItem): Promise<ClaimOutcome> {
  const { client, table, claim, token, signal } = attempt;
  // Our own claim: the SDK retried because the answer to its first attempt was lost.
  if (item.leaseToken?.S === token) return won(claim, item);
  if (!isSameContent(item, claim)) return { status: 'collision', with: earlierEvent(claim, item) };
  if (item.state?.S === 'published') {
    await client.send(countCommand(table, claim), { abortSignal: signal });
    return { status: 'duplicate' };
  }
  const leaseEndsMs = Date.parse(item.leaseEndsAt?.S ?? '');
  return leaseEndsMs < claim.nowMs ? takeOver(attempt, item) : { status: 'held', leaseEndsMs };
}

/** Items that earlier versions wrote have one of the former digests. */
function isSameContent({ contentDigest }: LedgerItem, claim: Claim): boolean {
  return [claim.contentDigest, ...claim.formerDigests].some((digest) => digest === contentDigest?.S);
}

async function takeOver(attempt: Attempt, lapsed: LedgerItem): Promise<ClaimOutcome> {
  const { client, table, claim, token, signal } = attempt;
  try {
    const { Attributes = {} } = await client.send(takeOverCommand(table, claim, token, lapsed), {
      abortSignal: signal,
    });
    return won(claim, Attributes);
  } catch (error) {
    return judge(attempt, await itemInTheWay(attempt, error));
  }
}

/**
 * The item that made the condition fail; any other error is rethrown. If the error does not contain the item, as with
 * dynalite 4.0.0, it is read.
 */
async function itemInTheWay({ client, table, claim, signal }: Attempt, error: unknown): Promise<LedgerItem> {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  if (error.Item !== undefined) return error.Item;
  const { Item } = await client.send(readCommand(table, claim), { abortSignal: signal });
  if (Item === undefined) throw new LedgerError('item vanished');
  return Item;
}

/**
 * An item that lacks one of the two is not ours, or was written by a version that did not record it; the event id
 * follows from the identity.
 */
function earlierEvent({ eventId }: Claim, item: LedgerItem): EarlierEvent {
  return { eventId: item.eventId?.S ?? eventId, requestId: item.requestId?.S ?? null };
}

function won(claim: Claim, { firstSeenAt, timesSeen }: LedgerItem): ClaimOutcome {
  const lease = { claim, firstSeenMs: Date.parse(firstSeenAt?.S ?? ''), timesSeen: Number(timesSeen?.N) };
  return { status: 'claimed', lease };
}
