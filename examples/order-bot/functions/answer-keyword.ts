import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { EventBridgeEvent } from 'aws-lambda';
import type { CallbackDetail } from 'vibes-callbacks/events';
import { reply } from './reply';

const table = new DynamoDBClient({});

/** One text message that the rule let through. */
export async function handler({ detail }: EventBridgeEvent<'MO Message', CallbackDetail<'MO Message'>>) {
  const { keyword, source, text } = detail.data;
  await reply(source.address, await answerTo(keyword, text ?? ''), detail.metadata.id);
}

async function answerTo(keyword: string | null, text: string): Promise<string> {
  if (keyword === 'ORDER') return 'Thank you: what would you like to have?';
  if (keyword !== 'STATUS') return 'You will get no more messages from us.';
  const [, order = '?'] = text.trim().split(/\s+/);
  const { Item } = await table.send(
    new GetItemCommand({ TableName: process.env.ORDERS, Key: { order: { S: order } } }),
  );
  return `The confirmation of ${order}: ${Item?.confirmation?.S ?? 'nothing is known'}.`;
}
