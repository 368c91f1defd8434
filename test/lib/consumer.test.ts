import { readEnv } from '../../lambda/consumer/env';
import { grantsOf } from './iam';
import { readKeys } from './read-keys';
import { ofType, type Synthesized, synthesize, theOnly } from './synth';

const standard = synthesize();

function variables(synthesized: Synthesized): Record<string, unknown> {
  const { Environment } = theOnly(synthesized, 'AWS::Lambda::Function', 'Consumer')[1].Properties;
  return (Environment as { Variables: Record<string, unknown> }).Variables;
}

test('the consumer may do what each of its adapters does, and nothing else', () => {
  expect(grantsOf(standard, 'Consumer')).toEqual({
    'logs:CreateLogStream': ['VibesConsumerServiceLogs.Arn'],
    'logs:PutLogEvents': ['VibesConsumerServiceLogs.Arn'],
    'sqs:ReceiveMessage': ['VibesCallbacksQueue.Arn', 'VibesCallbacksRetries.Arn'],
    'sqs:DeleteMessage': ['VibesCallbacksQueue.Arn', 'VibesCallbacksRetries.Arn'],
    'sqs:GetQueueAttributes': ['VibesCallbacksQueue.Arn', 'VibesCallbacksRetries.Arn'],
    'sqs:ChangeMessageVisibility': ['VibesCallbacksQueue.Arn', 'VibesCallbacksRetries.Arn'],
    'dynamodb:GetItem': ['VibesLedgerTable.Arn'],
    'dynamodb:PutItem': ['VibesLedgerTable.Arn'],
    'dynamodb:UpdateItem': ['VibesLedgerTable.Arn'],
    'dynamodb:BatchWriteItem': ['VibesLedgerTable.Arn'],
    'events:PutEvents': ['VibesEventsBus.Arn'],
    's3:GetObject': ['VibesStorageBucket.Arn/overflow/*'],
    'secretsmanager:GetSecretValue': ['VibesSecretsIdentityKey'],
    's3:PutObject': ['VibesStorageBucket.Arn/attachments/*', 'VibesStorageBucket.Arn/unrecognized/*'],
  });
});

function mappingOf(synthesized: Synthesized, queueId: string): Readonly<Record<string, unknown>> {
  const mappings = ofType(synthesized, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  const [queue] = theOnly(synthesized, 'AWS::SQS::Queue', queueId);
  const [found, ...more] = mappings.filter(
    ({ EventSourceArn }) => JSON.stringify(EventSourceArn) === JSON.stringify({ 'Fn::GetAtt': [queue, 'Arn'] }),
  );
  if (found === undefined || more.length > 0) throw new Error(`${more.length} mappings too many of ${queueId}`);
  return found;
}

test.each([
  ['ten callbacks', 'CallbacksQueue', 10],
  ['one retry', 'Retries', 1],
])('%s at a time, answered for one by one, with bounded concurrency and nothing waited for', (_name, queue, batch) => {
  const [consumer] = theOnly(standard, 'AWS::Lambda::Function', 'Consumer');
  const mapping = mappingOf(standard, queue);
  expect(mapping).toMatchObject({
    FunctionName: { Ref: consumer },
    BatchSize: batch,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 20 },
  });
  expect(mapping.MaximumBatchingWindowInSeconds).toBeUndefined();
});

test.each(['CallbacksQueue', 'Retries'])('concurrency of %s is what is configured', (queue) => {
  const { ScalingConfig } = mappingOf(synthesize({ consumerConcurrency: 7 }), queue);
  expect(ScalingConfig).toEqual({ MaximumConcurrency: 7 });
});

test.each(['CallbacksQueue', 'Retries'])(
  'a message of %s stays hidden for six times the longest that an invocation takes',
  (queue) => {
    const { Timeout } = theOnly(standard, 'AWS::Lambda::Function', 'Consumer')[1].Properties;
    const { VisibilityTimeout } = theOnly(standard, 'AWS::SQS::Queue', queue)[1].Properties;
    expect(VisibilityTimeout).toBe(6 * Number(Timeout));
  },
);

test('the consumer gets exactly the variables that it reads', () => {
  expect(Object.keys(variables(standard)).sort()).toEqual(
    [...readKeys(readEnv, variables(standard)), 'RELEASE'].sort(),
  );
  expect(variables(standard)).toMatchObject({ METRIC_SCOPE: 'Stack', REQUIRE_RBM_SIGNATURE: 'false' });
});

test('a signature is required once there is a secret to check it with', () => {
  expect(variables(synthesize({ rbmSecret: 'create' }))).toMatchObject({ REQUIRE_RBM_SIGNATURE: 'true' });
});

test('a certificate is required where a domain asks for it', () => {
  const mutualTls = {
    domainName: 'callbacks.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000',
    truststoreUri: 's3://truststore/vibes.pem',
  };
  expect(variables(standard)).toMatchObject({ REQUIRE_CERTIFICATE: 'false' });
  expect(variables(synthesize({ mutualTls }))).toMatchObject({ REQUIRE_CERTIFICATE: 'true' });
});

test('the ledger remembers for longer than a dead letter and a resend can take', () => {
  const queues = Object.values(standard.resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
  const seconds = queues.map(({ Properties }) => Number(Properties.MessageRetentionPeriod));
  const longestDays = seconds.reduce((sum, one) => sum + one, 0) / 86_400 + 1;
  expect(Number(variables(standard).LEDGER_DAYS)).toBeGreaterThan(longestDays);
});
