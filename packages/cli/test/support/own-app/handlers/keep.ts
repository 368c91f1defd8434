import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamoDb = new DynamoDBClient({});

export async function handler({ detail }: { readonly detail: { readonly data: { readonly text: string } } }) {
  const Item = { word: { S: detail.data.text } };
  await dynamoDb.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
}
