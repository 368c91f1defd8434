import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Family, familyNames } from '../../../../lambda/reader/families';
import { consumedObjectKey } from '../../../../lambda/reader/identity/identity';
import { boundedId, isPlainId, maxIdentityBytes } from '../../../../lambda/reader/identity/identity-parts';
import { identityRule } from '../../../../lambda/reader/identity/identity-rule';
import type { OpsContext } from '../frame/context';
import { readIdentityKey } from './identity-key';
import type { DeployedStack } from './stack';

/** What the ledger remembers of one callback. */
export interface LedgerEntry {
  readonly family: Family;
  readonly id: string;
  readonly part: string;
  readonly state: 'claimed' | 'published';
  /** While it is claimed: until when, in epoch milliseconds. */
  readonly leaseEndsAtMs: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  readonly eventId: string;
  readonly requestId: string;
  readonly contentDigest: string;
}

/** Everything known of an id as a person types it, in every family. */
export async function findInLedger(context: OpsContext, stack: DeployedStack, id: string): Promise<LedgerEntry[]> {
  const table = stack.output('LedgerTableName');
  const ids = await idsAsKept(context, stack, id);
  const found = await Promise.all(
    familyNames.flatMap((family) => ids.map((one) => queryLedger(context, table, family, one))),
  );
  return found.flat();
}

/** An odd or overlong id is kept as a hash. The user may also type the hash itself, as the logs show it. */
export async function idsAsKept(context: OpsContext, stack: DeployedStack, id: string): Promise<readonly string[]> {
  if (isPlainId(id)) return [id];
  const keys = [null, await readIdentityKey(context, stack)];
  const hashed = keys.map((identityKey) => boundedId(id, identityRule({ identityKey })));
  return [...new Set(id.length <= maxIdentityBytes && id.isWellFormed() ? [id, ...hashed] : hashed)];
}

/** Whether the consumer has noted that it is done with an overflow object. */
export async function wasConsumed({ clients }: OpsContext, table: string, objectKey: string): Promise<boolean> {
  const { client, sdk } = await clients.dynamoDb();
  const answer = await client.send(
    new sdk.QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: consumedObjectKey(objectKey).pk } },
      ConsistentRead: true,
    }),
  );
  return (answer.Items ?? []).length > 0;
}

/** What the ledger's id of an identity tells. */
export async function queryLedger(
  context: OpsContext,
  table: string,
  family: Family,
  id: string,
): Promise<LedgerEntry[]> {
  const { client, sdk } = await context.clients.dynamoDb();
  const entries: LedgerEntry[] = [];
  for (let start: Record<string, AttributeValue> | undefined, page = 0; page === 0 || start; page += 1) {
    const answer = await client.send(
      new sdk.QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `${family}#${id}` } },
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    entries.push(...(answer.Items ?? []).map((item) => toEntry(item, family, id)));
    start = answer.LastEvaluatedKey;
  }
  return entries;
}

function toEntry(item: Record<string, AttributeValue>, family: Family, id: string): LedgerEntry {
  const text = (name: string) => item[name]?.S ?? '';
  return {
    family,
    id,
    part: text('sk'),
    state: text('state') === 'published' ? 'published' : 'claimed',
    leaseEndsAtMs: Date.parse(text('leaseEndsAt')) || 0,
    firstSeenAt: text('firstSeenAt'),
    lastSeenAt: text('lastSeenAt'),
    timesSeen: Number(item.timesSeen?.N ?? 1),
    eventId: text('eventId'),
    requestId: text('requestId'),
    contentDigest: text('contentDigest'),
  };
}
