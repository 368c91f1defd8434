import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { EventBridgeEvent } from 'aws-lambda';
import type { CallbackDetail } from 'vibes-callbacks/events';

const table = new DynamoDBClient({});

/** Whether the confirmation of an order was delivered. Events may come twice, or late: the highest version counts. */
export async function handler({ detail }: EventBridgeEvent<'Message Outcome', CallbackDetail<'Message Outcome'>>) {
  const { submitterMessageId: order, state, version } = detail.data;
  const command = new UpdateItemCommand({
    TableName: process.env.ORDERS,
    Key: { order: { S: order ?? '' } },
    UpdateExpression: 'SET confirmation = :state, version = :version',
    ConditionExpression: 'attribute_not_exists(version) OR version < :version',
    ExpressionAttributeValues: { ':state': { S: state }, ':version': { N: String(version) } },
  });
  await table.send(command).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}
