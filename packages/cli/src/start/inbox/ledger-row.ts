import { isRecord, type OperatorAccess, ownerCall } from '@vibes-callbacks/local-cloud';
import { plainItem } from './plain-item';

/** The maximum number of rows read from a partition. */
const maxRows = 100;

/**
 * What the ledger remembers under an identity (`family#id#part`; id and part may contain a `#`).
 * @returns undefined where there is no ledger, or nothing in it
 */
export async function findLedgerRow(
  aws: OperatorAccess,
  tableName: string | undefined,
  identity: string | undefined,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (tableName === undefined || identity === undefined) return undefined;
  const parts = identity.split('#');
  for (let end = parts.length - 1; end > 1; end -= 1) {
    const row = await queryRow(aws, tableName, parts.slice(0, end).join('#'), parts.slice(end).join('#'));
    if (row !== undefined) return row;
  }
  return undefined;
}

async function queryRow(
  aws: OperatorAccess,
  tableName: string,
  pk: string,
  part: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { Items } = await ownerCall(aws, 'dynamodb', 'Query', {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ConsistentRead: true,
    Limit: maxRows,
  });
  const rows = Array.isArray(Items) ? Items.filter(isRecord).map(plainItem) : [];
  return rows.find(({ sk }) => sk === part);
}
