// As Powertools for AWS Lambda (TypeScript) documents: logger and metrics outside of the handler, addContext,
// publishStoredMetrics at the end (https://docs.aws.amazon.com/powertools/typescript/latest/).
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

const logger = new Logger({ serviceName: 'ingest' });
const metrics = new Metrics({ namespace: 'Ingest', serviceName: 'ingest' });
const client = new SQSClient({});

export const handler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(event) }));
  metrics.addMetric('Stored', MetricUnit.Count, 1);
  logger.info('Stored', { requestId: event.requestContext.requestId });
  metrics.publishStoredMetrics();
  return { statusCode: 200, body: '' };
};
