import type { ClientOptions } from './access';
import { noteCalls } from './called-action';

/**
 * AWS' own clients, each loaded by the first call of its service: `--help` needs none, most commands two or three. With
 * each comes its package, for the commands that it sends.
 */
export function createClients(options: ClientOptions) {
  return {
    apiGateway: once(async () => {
      const sdk = await import('@aws-sdk/client-api-gateway');
      const client = new sdk.APIGatewayClient(options);
      client.middlewareStack.use(noteCalls('apigateway'));
      return { sdk, client };
    }),
    cloudFormation: once(async () => {
      const sdk = await import('@aws-sdk/client-cloudformation');
      const client = new sdk.CloudFormationClient(options);
      client.middlewareStack.use(noteCalls('cloudformation'));
      return { sdk, client };
    }),
    cloudWatch: once(async () => {
      const sdk = await import('@aws-sdk/client-cloudwatch');
      const client = new sdk.CloudWatchClient(options);
      client.middlewareStack.use(noteCalls('cloudwatch'));
      return { sdk, client };
    }),
    dynamoDb: once(async () => {
      const sdk = await import('@aws-sdk/client-dynamodb');
      const client = new sdk.DynamoDBClient(options);
      client.middlewareStack.use(noteCalls('dynamodb'));
      return { sdk, client };
    }),
    eventBridge: once(async () => {
      const sdk = await import('@aws-sdk/client-eventbridge');
      const client = new sdk.EventBridgeClient(options);
      client.middlewareStack.use(noteCalls('events'));
      return { sdk, client };
    }),
    lambda: once(async () => {
      const sdk = await import('@aws-sdk/client-lambda');
      const client = new sdk.LambdaClient(options);
      client.middlewareStack.use(noteCalls('lambda'));
      return { sdk, client };
    }),
    logs: once(async () => {
      const sdk = await import('@aws-sdk/client-cloudwatch-logs');
      const client = new sdk.CloudWatchLogsClient(options);
      client.middlewareStack.use(noteCalls('logs'));
      return { sdk, client };
    }),
    s3: once(async () => {
      const sdk = await import('@aws-sdk/client-s3');
      // A local endpoint has no host with a bucket's name in front.
      const client = new sdk.S3Client({ ...options, forcePathStyle: options.endpoint !== undefined });
      client.middlewareStack.use(noteCalls('s3'));
      return { sdk, client };
    }),
    secretsManager: once(async () => {
      const sdk = await import('@aws-sdk/client-secrets-manager');
      const client = new sdk.SecretsManagerClient(options);
      client.middlewareStack.use(noteCalls('secretsmanager'));
      return { sdk, client };
    }),
    sns: once(async () => {
      const sdk = await import('@aws-sdk/client-sns');
      const client = new sdk.SNSClient(options);
      client.middlewareStack.use(noteCalls('sns'));
      return { sdk, client };
    }),
    sqs: once(async () => {
      const sdk = await import('@aws-sdk/client-sqs');
      const client = new sdk.SQSClient(options);
      client.middlewareStack.use(noteCalls('sqs'));
      return { sdk, client };
    }),
    sts: once(async () => {
      const sdk = await import('@aws-sdk/client-sts');
      const client = new sdk.STSClient(options);
      client.middlewareStack.use(noteCalls('sts'));
      return { sdk, client };
    }),
  } as const;
}

export type Clients = ReturnType<typeof createClients>;

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}
