import {
  type AttributeValue,
  BatchWriteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Claim, Lease } from '../consumer/ports';
import { ledgerKey } from '../core/identity';

/**
 * One callback in the table: `pk`, `sk`, `state` (`claimed`, `published`), `leaseEndsAt` and `leaseToken` while claimed,
 * `publishedAt` once published, `firstSeenAt`, `lastSeenAt`, `timesSeen`, `eventId`, `detailType`, `requestId` (of the
 * request that was published), `contentDigest`, `expiresAt`. Times are ISO 8601 in UTC with milliseconds, so that they
 * compare as text; `expiresAt` is in seconds, as the table's TTL wants it.
 */
export type LedgerItem = Record<string, AttributeValue>;

export interface LedgerTable {
  readonly name: string;
  /** How long an identity is remembered after it was last seen. */
  readonly rememberMs: number;
}

/**
 * Takes an identity that is new, or that an earlier worker claimed for the same content and whose lease has lapsed.
 * That claim's counters go on. No other item is ever changed by a claim: `published` is final.
 */
export function claimCommand(table: LedgerTable, claim: Claim, token: string): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: table.name,
    Key: ledgerItemKey(claim),
    ConditionExpression:
      'attribute_not_exists(pk) OR (#state = :claimed AND leaseEndsAt < :now AND contentDigest = :digest)',
    UpdateExpression:
      'SET #state = :claimed, leaseEndsAt = :leaseEnds, leaseToken = :token, contentDigest = :digest, ' +
      'eventId = :eventId, detailType = :detailType, requestId = :requestId, expiresAt = :expires, ' +
      'firstSeenAt = if_not_exists(firstSeenAt, :now), lastSeenAt = :now, ' +
      'timesSeen = if_not_exists(timesSeen, :zero) + :one',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':claimed': { S: 'claimed' },
      ':leaseEnds': time(claim.leaseEndsMs),
      ':token': { S: token },
      ':digest': { S: claim.contentDigest },
      ':eventId': { S: claim.eventId },
      ':detailType': { S: claim.detailType },
      ':requestId': { S: claim.requestId },
      ':zero': { N: '0' },
      ...seen(table, claim),
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

export function readCommand(table: LedgerTable, claim: Claim): GetItemCommand {
  return new GetItemCommand({ TableName: table.name, Key: ledgerItemKey(claim), ConsistentRead: true });
}

/** Counts another copy of a published callback. */
export function countCommand(table: LedgerTable, claim: Claim): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: table.name,
    Key: ledgerItemKey(claim),
    ConditionExpression: '#state = :published',
    UpdateExpression: 'SET lastSeenAt = :now, timesSeen = timesSeen + :one, expiresAt = :expires',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':published': { S: 'published' }, ...seen(table, claim) },
  });
}

/** The whole item again, as published: BatchWriteItem knows no updates. */
export function publishedRequest(table: LedgerTable, lease: Lease, nowMs: number): WriteRequest {
  const { claim, firstSeenMs, timesSeen } = lease;
  const Item: LedgerItem = {
    ...ledgerItemKey(claim),
    state: { S: 'published' },
    publishedAt: time(nowMs),
    contentDigest: { S: claim.contentDigest },
    eventId: { S: claim.eventId },
    detailType: { S: claim.detailType },
    requestId: { S: claim.requestId },
    firstSeenAt: time(firstSeenMs),
    lastSeenAt: time(claim.nowMs),
    timesSeen: { N: String(timesSeen) },
    expiresAt: expiry(table, claim),
  };
  return { PutRequest: { Item } };
}

export function completeCommand(table: LedgerTable, requests: WriteRequest[]): BatchWriteItemCommand {
  return new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } });
}

export function ledgerItemKey({ identity }: Claim): LedgerItem {
  const { pk, sk } = ledgerKey(identity);
  return { pk: { S: pk }, sk: { S: sk } };
}

function seen(table: LedgerTable, claim: Claim): LedgerItem {
  return { ':now': time(claim.nowMs), ':one': { N: '1' }, ':expires': expiry(table, claim) };
}

function expiry({ rememberMs }: LedgerTable, { nowMs }: Claim): AttributeValue {
  return { N: String(Math.ceil((nowMs + rememberMs) / 1000)) };
}

function time(ms: number): AttributeValue {
  return { S: new Date(ms).toISOString() };
}
