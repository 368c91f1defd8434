import {
  type AttributeValue,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { consumedObjectKey, ledgerKey } from '../../reader/identity/identity';
import type { Claim, Lease } from '../ports';

/**
 * One callback in the table: `pk`, `sk`, `state` (`claimed`, `published`), `leaseEndsAt` and `leaseToken` while claimed,
 * `publishedAt` once published, `firstSeenAt`, `lastSeenAt`, `timesSeen`, `eventId`, `detailType`, `requestId` (of the
 * request that was published), `contentDigest`, `expiresAt`. Times are ISO 8601 in UTC with milliseconds; `expiresAt`
 * is in seconds, as the table's TTL wants it.
 */
export type LedgerItem = Record<string, AttributeValue>;

export interface LedgerTableConfig {
  readonly name: string;
  /** How long an identity is remembered after it was last seen. */
  readonly rememberMs: number;
}

/** Claims a new identity. */
export function claimCommand(table: LedgerTableConfig, claim: Claim, token: string): PutItemCommand {
  return new PutItemCommand({
    TableName: table.name,
    Item: {
      ...describe(table, { claim, firstSeenMs: claim.receivedAtMs, timesSeen: 1 }),
      state: { S: 'claimed' },
      leaseEndsAt: time(claim.leaseEndsMs),
      leaseToken: { S: token },
    },
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

/**
 * Takes over a claim that was not finished: exactly this one, so it fails if the claim was completed or taken over
 * meanwhile.
 */
export function takeOverCommand(
  table: LedgerTableConfig,
  claim: Claim,
  token: string,
  lapsed: LedgerItem,
): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: table.name,
    Key: ledgerItemKey(claim),
    ConditionExpression: 'leaseToken = :lapsed',
    UpdateExpression:
      'SET leaseEndsAt = :leaseEnds, leaseToken = :token, requestId = :requestId, ' +
      'lastSeenAt = :now, timesSeen = timesSeen + :one, expiresAt = :expires',
    ExpressionAttributeValues: {
      ':lapsed': lapsed.leaseToken ?? { NULL: true },
      ':leaseEnds': time(claim.leaseEndsMs),
      ':token': { S: token },
      ':requestId': { S: claim.requestId },
      ...seen(table, claim),
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

export function readCommand(table: LedgerTableConfig, claim: Pick<Claim, 'identity'>): GetItemCommand {
  return new GetItemCommand({ TableName: table.name, Key: ledgerItemKey(claim), ConsistentRead: true });
}

/**
 * Counts another copy of a published callback. An item of an earlier version gets today's digest, which covers more.
 */
export function countCommand(table: LedgerTableConfig, claim: Claim): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: table.name,
    Key: ledgerItemKey(claim),
    ConditionExpression: '#state = :published',
    UpdateExpression:
      'SET contentDigest = :digest, lastSeenAt = :now, timesSeen = timesSeen + :one, expiresAt = :expires',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':published': { S: 'published' },
      ':digest': { S: claim.contentDigest },
      ...seen(table, claim),
    },
  });
}

/** The whole item again, as published, because BatchWriteItem cannot update. */
export function publishedRequest(table: LedgerTableConfig, lease: Lease, nowMs: number): WriteRequest {
  const Item = { ...describe(table, lease), state: { S: 'published' }, publishedAt: time(nowMs) };
  return { PutRequest: { Item } };
}

/** Records, under the object's key, that an overflow object's callback was published or is a duplicate. */
export function consumedRequest({ rememberMs }: LedgerTableConfig, objectKey: string, nowMs: number): WriteRequest {
  const { pk, sk } = consumedObjectKey(objectKey);
  const expiresAt = { N: String(Math.ceil((nowMs + rememberMs) / 1000)) };
  return {
    PutRequest: {
      Item: { pk: { S: pk }, sk: { S: sk }, state: { S: 'consumed' }, lastSeenAt: time(nowMs), expiresAt },
    },
  };
}

export function completeCommand(table: LedgerTableConfig, requests: WriteRequest[]): BatchWriteItemCommand {
  return new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } });
}

function ledgerItemKey({ identity }: Pick<Claim, 'identity'>): LedgerItem {
  const { pk, sk } = ledgerKey(identity);
  return { pk: { S: pk }, sk: { S: sk } };
}

/** What an item has in both of its states. */
function describe(table: LedgerTableConfig, { claim, firstSeenMs, timesSeen }: Lease): LedgerItem {
  return {
    ...ledgerItemKey(claim),
    contentDigest: { S: claim.contentDigest },
    eventId: { S: claim.eventId },
    detailType: { S: claim.detailType },
    requestId: { S: claim.requestId },
    firstSeenAt: time(firstSeenMs),
    lastSeenAt: time(claim.nowMs),
    timesSeen: { N: String(timesSeen) },
    expiresAt: expiry(table, claim),
  };
}

function seen(table: LedgerTableConfig, claim: Claim): LedgerItem {
  return { ':now': time(claim.nowMs), ':one': { N: '1' }, ':expires': expiry(table, claim) };
}

function expiry({ rememberMs }: LedgerTableConfig, { nowMs }: Claim): AttributeValue {
  return { N: String(Math.ceil((nowMs + rememberMs) / 1000)) };
}

function time(ms: number): AttributeValue {
  return { S: new Date(ms).toISOString() };
}
