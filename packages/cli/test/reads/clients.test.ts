import { calledAction } from '../../src/reads/called-action';
import { type Clients, createClients } from '../../src/reads/clients';

const options = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => {
      throw new Error('no network');
    },
  },
};

test.each<[action: string, call: (clients: Clients) => Promise<unknown>]>([
  [
    'apigateway:GET',
    async ({ apiGateway }) => {
      const { client, sdk } = await apiGateway();
      return client.send(new sdk.GetRestApiCommand({ restApiId: 'a' }));
    },
  ],
  [
    'cloudformation:DescribeStacks',
    async ({ cloudFormation }) => {
      const { client, sdk } = await cloudFormation();
      return client.send(new sdk.DescribeStacksCommand({}));
    },
  ],
  [
    'cloudwatch:DescribeAlarms',
    async ({ cloudWatch }) => {
      const { client, sdk } = await cloudWatch();
      return client.send(new sdk.DescribeAlarmsCommand({}));
    },
  ],
  [
    'dynamodb:Query',
    async ({ dynamoDb }) => {
      const { client, sdk } = await dynamoDb();
      return client.send(new sdk.QueryCommand({ TableName: 't' }));
    },
  ],
  [
    'events:StartReplay',
    async ({ eventBridge }) => {
      const { client, sdk } = await eventBridge();
      return client.send(
        new sdk.StartReplayCommand({
          ReplayName: 'r',
          EventSourceArn: 'a',
          EventStartTime: new Date(0),
          EventEndTime: new Date(1),
          Destination: { Arn: 'b' },
        }),
      );
    },
  ],
  [
    'lambda:GetAccountSettings',
    async ({ lambda }) => {
      const { client, sdk } = await lambda();
      return client.send(new sdk.GetAccountSettingsCommand({}));
    },
  ],
  [
    'logs:FilterLogEvents',
    async ({ logs }) => {
      const { client, sdk } = await logs();
      return client.send(new sdk.FilterLogEventsCommand({}));
    },
  ],
  [
    's3:GetObject',
    async ({ s3 }) => {
      const { client, sdk } = await s3();
      return client.send(new sdk.GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    },
  ],
  [
    'secretsmanager:GetSecretValue',
    async ({ secretsManager }) => {
      const { client, sdk } = await secretsManager();
      return client.send(new sdk.GetSecretValueCommand({ SecretId: 's' }));
    },
  ],
  [
    'sns:ListSubscriptionsByTopic',
    async ({ sns }) => {
      const { client, sdk } = await sns();
      return client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn: 't' }));
    },
  ],
  [
    'sqs:SendMessage',
    async ({ sqs }) => {
      const { client, sdk } = await sqs();
      return client.send(
        new sdk.SendMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/1/q', MessageBody: 'b' }),
      );
    },
  ],
  [
    'sts:GetCallerIdentity',
    async ({ sts }) => {
      const { client, sdk } = await sts();
      return client.send(new sdk.GetCallerIdentityCommand({}));
    },
  ],
])('of a call that failed, %s can be told', async (action, call) => {
  const error: unknown = await call(createClients(options)).catch((thrown: unknown) => thrown);
  expect(calledAction(error)).toBe(action);
});

test('a client is made once', async () => {
  const clients = createClients(options);
  expect(await clients.sqs()).toBe(await clients.sqs());
  expect(await clients.sqs()).not.toBe(await createClients(options).sqs());
});

test('a bucket of the local cloud is in the path, one of AWS in the host', async () => {
  const pathStyle = async (more: object) =>
    (await createClients({ ...options, ...more }).s3()).client.config.forcePathStyle;
  expect(await pathStyle({ endpoint: 'http://127.0.0.1:1' })).toBe(true);
  expect(await pathStyle({})).toBe(false);
});
