// As AWS' own examples have it: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide and the
// README of aws-cdk-lib/aws-lambda-nodejs. One call, nothing around it: less than ours does.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const client = new SQSClient({});

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(event) }));
  return { statusCode: 200, body: '' };
};
