import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const dynamoDb = new DynamoDBClient({});

export async function handler({ detail }) {
  if (detail.data.text.includes('FAIL')) throw new Error('told to fail');
  await dynamoDb.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE,
      Key: { word: { S: detail.data.text } },
      UpdateExpression: 'ADD seen :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
}
