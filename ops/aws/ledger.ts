import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Family, familyNames } from '../../lambda/reader/families';
import { boundedId } from '../../lambda/reader/identity/identity-parts';
import type { OpsContext } from '../frame/context';

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

/** Everything known of an id, in every family or in one. */
export async function findInLedger(
  context: OpsContext,
  table: string,
  id: string,
  among: readonly Family[] = familyNames,
): Promise<LedgerEntry[]> {
  const found = await Promise.all(among.map((family) => queryLedger(context, table, family, boundedId(id))));
  return found.flat();
}

async function queryLedger(context: OpsContext, table: string, family: Family, id: string): Promise<LedgerEntry[]> {
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
