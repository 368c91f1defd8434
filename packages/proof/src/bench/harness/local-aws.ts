import { deployTemplate, freeEndpoint, startLocalAws, type Template } from '@vibes-callbacks/local-cloud';
import type { ConsumerEnv } from '../../../../../lambda/consumer/env';
import { temporaryFolder } from '../../support/temporary-folder';

/** The emulators of `npm start`, with a table and a role for each function that is measured. */
export async function startBenchAws() {
  const data = temporaryFolder('bench-aws-');
  const deployment = deployTemplate(template(), { endpoint: await freeEndpoint() });
  const aws = await startLocalAws(deployment, { dataDir: data.path });
  const environmentOf = (role: string): Record<string, string> => {
    const { accessKeyId, secretAccessKey } = aws.credentialsOf(role);
    return {
      AWS_REGION: deployment.region,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: 'bench',
    };
  };
  const refOf = (logicalId: string) => deployment.resource(logicalId).ref;
  const consumer: Readonly<Record<keyof ConsumerEnv, string>> = {
    BUCKET: refOf('Bucket'),
    EVENT_BUS: refOf('Bus'),
    QUEUE_URL: refOf('Queue'),
    RETRY_QUEUE_URL: `${refOf('Queue')}-retry`,
    LEDGER_TABLE: refOf('Ledger'),
    REQUIRE_RBM_SIGNATURE: 'false',
    REQUIRE_CERTIFICATE: 'false',
    IDENTITY_KEY_ARN: refOf('IdentityKey'),
    LEDGER_DAYS: '30',
    METRIC_SCOPE: 'bench',
  };
  return {
    endpoint: aws.endpoint,
    region: deployment.region,
    operator: aws.operator,
    refOf,
    /** Environment of our consumer, and of its peer. */
    ours: { ...environmentOf('OurRole'), ...consumer },
    peers: {
      ...environmentOf('PeerRole'),
      EVENT_BUS: consumer.EVENT_BUS,
      BUCKET: consumer.BUCKET,
      IDEMPOTENCY_TABLE: refOf('PeerTable'),
    },
    /** Calls by functions since the start, without what an environment reads once: its secret. */
    async callCount(): Promise<number> {
      const { secretsmanager: _once, ...calls } = (await aws.state()).calls;
      return Object.values(calls).reduce((sum, actions) => sum + sumOf(Object.values(actions)), 0);
    },
    async stop(): Promise<void> {
      await aws.stop();
      await data.remove();
    },
  };
}

export type BenchAws = Awaited<ReturnType<typeof startBenchAws>>;

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function template(): Template {
  return {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 90 } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'bench-callbacks' } },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bench' } },
      IdentityKey: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
      },
      Ledger: table('pk', 'sk'),
      PeerTable: table('id'),
      OurRole: { Type: 'AWS::IAM::Role', Properties: {} },
      PeerRole: { Type: 'AWS::IAM::Role', Properties: {} },
      OurGrants: grants('OurRole', [
        [['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], arnOf('Ledger')],
        [['events:PutEvents'], arnOf('Bus')],
        [['secretsmanager:GetSecretValue'], { Ref: 'IdentityKey' }],
        [['s3:GetObject', 's3:PutObject'], { 'Fn::Join': ['', [arnOf('Bucket'), '/*']] }],
      ]),
      PeerGrants: grants('PeerRole', [
        [['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], arnOf('PeerTable')],
        [['events:PutEvents'], arnOf('Bus')],
      ]),
    },
  };
}

function table(...keys: readonly string[]) {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    },
  };
}

function grants(role: string, allowed: readonly (readonly [actions: readonly string[], resource: unknown])[]) {
  const Statement = allowed.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource }));
  return { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: role }], PolicyDocument: { Statement } } };
}

function arnOf(logicalId: string) {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}
