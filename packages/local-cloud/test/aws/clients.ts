import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccessKey } from '../../src/aws/iam/caller';

export interface SessionCredentials extends AccessKey {
  readonly sessionToken?: string;
}

/** The SDK's own clients at the local server; one attempt, so that a test sees each answer. */
export function clientsOf(endpoint: string, credentials: SessionCredentials) {
  const options = { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 };
  const clients = {
    sqs: new SQSClient(options),
    dynamodb: new DynamoDBClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    events: new EventBridgeClient(options),
    secrets: new SecretsManagerClient(options),
    cloudformation: new CloudFormationClient(options),
    sts: new STSClient(options),
    lambda: new LambdaClient(options),
    cloudwatch: new CloudWatchClient(options),
    logs: new CloudWatchLogsClient(options),
    sns: new SNSClient(options),
    apigateway: new APIGatewayClient(options),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/**
 * Credentials that may do what the policy says and nothing else, by `sts:GetFederationToken` as the account's operator.
 * @param policy a policy document
 */
export async function restrictedTo(
  endpoint: string,
  operator: AccessKey,
  policy: unknown,
): Promise<SessionCredentials> {
  const sts = new STSClient({ region: 'us-east-1', endpoint, credentials: operator });
  const command = new GetFederationTokenCommand({ Name: 'operator', Policy: JSON.stringify(policy) });
  const { Credentials: given } = await sts.send(command);
  sts.destroy();
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

export interface Failure {
  readonly name: string;
  readonly status: number;
}

/** What an SDK client makes of an answer that is an error. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error('the call did not fail');
}
