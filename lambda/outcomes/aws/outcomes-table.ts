import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../shared/client-options';
import { type DueItem, dueBefore, dueMsOf, duePartitions } from '../due-item';
import { messageName } from '../fold';
import type { OutcomesTable } from '../ports';
import { fromAttributes, itemKey, toAttributes } from './item-attributes';

/** Three attempts with the SDK's pauses take under 5 s, a third of the function's time. */
const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 1_500 };

const dayMs = 86_400_000;

export interface OutcomesTableOptions {
  readonly tableName: string;
  /** How long a message is kept after its last receipt or change. */
  readonly days: number;
  readonly client?: DynamoDBClient;
}

export function createOutcomesTable(options: OutcomesTableOptions): OutcomesTable {
  const { tableName: TableName, days, client = new DynamoDBClient(clientOptions(limits)) } = options;
  return {
    async read(key, abortSignal) {
      const command = new GetItemCommand({ TableName, Key: itemKey(key), ConsistentRead: true });
      const { Item } = await client.send(command, { abortSignal });
      return Item === undefined ? undefined : fromAttributes(Item);
    },
    write: (key, item, nowMs, abortSignal) => {
      const command = new PutItemCommand({
        TableName,
        Item: { ...itemKey(key), ...toAttributes(item), expiresAt: expiry(nowMs, days) },
        ...(item.rev === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'rev = :before', ExpressionAttributeValues: { ':before': number(item.rev - 1) } }),
      });
      return succeeds(client.send(command, { abortSignal }));
    },
    async noteAlias(alias, key, nowMs, abortSignal) {
      const Item = {
        pk: { S: `alias#${alias}` },
        sk: { S: messageName(key) },
        expiresAt: expiry(nowMs, days),
      };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal });
    },
    async noteDue(due, abortSignal) {
      const Item = { ...dueKey(due), expiresAt: expiry(dueMsOf(due), days) };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal });
    },
    async *listDue(nowMs, abortSignal) {
      for (const partition of duePartitions) {
        const input = {
          TableName,
          KeyConditionExpression: 'pk = :partition AND sk < :now',
          ExpressionAttributeValues: { ':partition': { S: partition }, ':now': { S: dueBefore(nowMs) } },
          ProjectionExpression: 'pk, sk',
        };
        for await (const { Items = [] } of paginateQuery({ client, pageSize: 1_000 }, input, { abortSignal })) {
          yield Items.map(({ pk, sk }) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' }));
        }
      }
    },
    async forgetDue(due, abortSignal) {
      await client.send(new DeleteItemCommand({ TableName, Key: dueKey(due) }), { abortSignal });
    },
  };
}

function dueKey({ pk, sk }: DueItem): Record<'pk' | 'sk', AttributeValue> {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** In seconds, as the table's TTL wants it. */
function expiry(fromMs: number, days: number): AttributeValue {
  return number(Math.ceil((fromMs + days * dayMs) / 1000));
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** Whether the write's condition held. */
async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
