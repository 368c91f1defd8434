import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { consumedObjectKey, ledgerKey } from '../../reader/identity/identity';
import { clientOptions } from '../../shared/client-options';
import type { LedgerReader } from '../ports';

const limits = { maxAttempts: 3, connectTimeoutMs: 1_000, requestTimeoutMs: 5_000 };

/** Reads what the consumer recorded about a callback. */
export function createLedgerReader(
  tableName: string,
  client: Pick<DynamoDBClient, 'send'> = new DynamoDBClient(clientOptions(limits)),
): LedgerReader {
  const read = async ({ pk, sk }: ReturnType<typeof ledgerKey>) => {
    const command = new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } });
    return (await client.send(command)).Item;
  };
  return {
    async find(identity) {
      const item = await read(ledgerKey(identity));
      if (item === undefined) return undefined;
      const { state, contentDigest, requestId, firstSeenAt } = item;
      return {
        isPublished: state?.S === 'published',
        contentDigest: contentDigest?.S ?? '',
        requestId: requestId?.S ?? '',
        firstSeenAt: firstSeenAt?.S ?? '',
      };
    },
    wasConsumed: async (objectKey) => (await read(consumedObjectKey(objectKey))) !== undefined,
  };
}
