import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ledgerKey } from '../../reader/identity/identity';
import { clientOptions } from '../../shared/client-options';
import type { LedgerReader } from '../ports';

const limits = { maxAttempts: 3, connectTimeoutMs: 1_000, requestTimeoutMs: 5_000 };

/** What the consumer noted of a callback. */
export function createLedgerReader(
  tableName: string,
  client: Pick<DynamoDBClient, 'send'> = new DynamoDBClient(clientOptions(limits)),
): LedgerReader {
  return {
    async find(identity) {
      const { pk, sk } = ledgerKey(identity);
      const command = new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } });
      const { Item } = await client.send(command);
      if (Item === undefined) return undefined;
      return { isPublished: Item.state?.S === 'published', contentDigest: Item.contentDigest?.S ?? '' };
    },
  };
}
