import { readEnv } from '../../lambda/ingest/env';
import { grantsOf } from './iam';
import { readKeys } from './read-keys';
import { synthesize, theOnly } from './synth';

const standard = synthesize();
const logs = {
  'logs:CreateLogStream': ['VibesIngestServiceLogs.Arn'],
  'logs:PutLogEvents': ['VibesIngestServiceLogs.Arn'],
};
const stores = {
  'sqs:SendMessage': ['VibesCallbacksQueue.Arn'],
  's3:PutObject': ['VibesStorageBucket.Arn/overflow/*'],
};

test('ingest may send to the queue, write overflow, read the MO secret, and nothing else', () => {
  expect(grantsOf(standard, 'Ingest')).toEqual({
    ...logs,
    ...stores,
    'secretsmanager:GetSecretValue': ['VibesSecretsMo'],
  });
});

test('with an RBM secret it may read that one too', () => {
  expect(grantsOf(synthesize({ rbmSecret: 'create' }), 'Ingest')).toEqual({
    ...logs,
    ...stores,
    'secretsmanager:GetSecretValue': ['VibesSecretsMo', 'VibesSecretsRbm'],
  });
});

test('an RBM secret of another stack is granted by its whole ARN', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf';
  const withSecret = synthesize({ rbmSecret: arn });
  expect(grantsOf(withSecret, 'Ingest')['secretsmanager:GetSecretValue']).toEqual([arn, 'VibesSecretsMo']);
  const [, ingest] = theOnly(withSecret, 'AWS::Lambda::Function', 'Ingest');
  expect(ingest.Properties.Environment).toMatchObject({ Variables: { RBM_SECRET_ARN: arn } });
});

test('ingest ends before Vibes gives up', () => {
  const { Timeout } = theOnly(standard, 'AWS::Lambda::Function', 'Ingest')[1].Properties;
  expect(Timeout).toBe(1);
});

test('the authorizer before it has time to be started again within a call', () => {
  const { Timeout } = theOnly(standard, 'AWS::Lambda::Function', 'Challenge')[1].Properties;
  expect(Timeout).toBe(3);
});

test('ingest gets exactly the variables that it reads', () => {
  const { Environment } = theOnly(standard, 'AWS::Lambda::Function', 'Ingest')[1].Properties;
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  expect(Object.keys(Variables).sort()).toEqual([...readKeys(readEnv, Variables), 'RELEASE'].sort());
  expect(Variables).toMatchObject({ METRIC_SCOPE: 'Stack', RBM_SECRET_ARN: '' });
});

test('ingest may decrypt with the key of the RBM secret, through Secrets Manager alone, where it is named', () => {
  const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const rbmSecret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf';
  const named = JSON.stringify(
    synthesize({ rbmSecret, rbmSecretKeyArn: key }).template.findResources('AWS::IAM::Policy'),
  );
  expect(named).toContain(`"Action":"kms:Decrypt","Condition":{"StringEquals":{"kms:ViaService"`);
  expect(named).toContain(`"Resource":"${key}"`);
  const unnamed = JSON.stringify(synthesize({ rbmSecret }).template.findResources('AWS::IAM::Policy'));
  expect(unnamed).not.toContain('kms:');
});

test('ingest requires a certificate once no caller can do without one', () => {
  const mutualTls = {
    domainName: 'callbacks.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    truststoreUri: 's3://bucket/truststore.pem',
  };
  const asks = (settings: Parameters<typeof synthesize>[0]) =>
    theOnly(synthesize(settings), 'AWS::Lambda::Function', 'Ingest')[1].Properties.Environment;
  expect(asks({ mutualTls })).toMatchObject({ Variables: { REQUIRE_CERTIFICATE: 'true' } });
  expect(asks({ mutualTls: { ...mutualTls, keepDefaultEndpoint: true } })).toMatchObject({
    Variables: { REQUIRE_CERTIFICATE: 'false' },
  });
  expect(asks({})).toMatchObject({ Variables: { REQUIRE_CERTIFICATE: 'false' } });
});
