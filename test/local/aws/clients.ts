import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AccessKey } from '../../../local/aws/local-aws';

/** The SDK's own clients at the local server; one attempt, so that a test sees each answer. */
export function clientsOf(endpoint: string, credentials: AccessKey) {
  const options = { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 };
  const clients = {
    sqs: new SQSClient(options),
    dynamodb: new DynamoDBClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    events: new EventBridgeClient(options),
    secrets: new SecretsManagerClient(options),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** What an SDK client makes of an answer that is an error. */
export async function failureOf(call: Promise<unknown>): Promise<{ readonly name: string; readonly status: number }> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error('the call did not fail');
}
