import type { CallbackSettings } from '../../lib/callback-settings';
import { ConfigError, configMistakes, resolveConfig } from '../../lib/config';

test('what is set is kept', () => {
  const set = {
    stageName: 'v1',
    consumerConcurrency: 2,
    extraAddresses: ['203.0.113.9'],
    removalPolicy: 'destroy',
  } as const;
  expect(resolveConfig(set)).toMatchObject(set);
});

test('every mistake is named at once, a sentence each', () => {
  const resolve = () => resolveConfig({ stageName: 'a b', queueRetentionDays: 5, consumerConcurrency: 1 });
  expect(resolve).toThrow(ConfigError);
  expect(resolve).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
  expect(resolve).toThrow(
    [
      'stageName is "a b": write letters, digits, hyphens and underscores only, as in "callbacks".',
      'queueRetentionDays is 5: write a whole number from 1 to 4 days.',
      'consumerConcurrency is 1: write a whole number from 2 to 1000.',
    ].join('\n'),
  );
});

test('a name that is not a setting is refused with the one that was meant', () => {
  const misspelt: object = { alarmEmial: 'oncall@example.com', mutualTls: { ...mutualTls, domain: 'x.example.com' } };
  expect(() => resolveConfig(misspelt)).toThrow(
    [
      'alarmEmial is not a setting: did you mean "alarmEmail"?',
      'domain is not a setting: there is domainName, certificate, truststoreUri, ownershipVerificationCertificate, clientCertificateCn, keepDefaultEndpoint',
    ].join('\n'),
  );
});

const mutualTls = {
  domainName: 'callbacks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  truststoreUri: 's3://trust-bucket/vibes/ca.pem',
};

test.each<[CallbackSettings, string]>([
  [
    { previousStageName: 'callbacks' },
    'previousStageName is "callbacks", the same as stageName: set the one of the previous deployment, or leave it out.',
  ],
  [
    { stageName: 'v2', previousStageName: 'callbacks', mutualTls },
    'previousStageName is "callbacks", but the API\'s own domain is off with mutual TLS: leave it out, or set keepDefaultEndpoint=true.',
  ],
  [
    { messageOutcomes: true, archiveRetentionDays: 76 },
    'outcomeRetentionDays is 90, but events can be replayed for 76 days: write 91 or more.',
  ],
  [
    { rbmSecret: 'create', rbmSecretKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/abc' },
    'rbmSecretKeyArn is set, but rbmSecret names no secret: write the ARN of the secret that the key encrypts.',
  ],
  [
    {
      rbmSecret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf',
      rbmSecretKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/rbm',
    },
    'rbmSecretKeyArn is "arn:aws:kms:us-east-1:123456789012:alias/rbm": write the ARN of a KMS key, not of an alias.',
  ],
])('%j contradicts itself', (props, sentence) => {
  expect(configMistakes(props)).toEqual([sentence]);
});

test.each<CallbackSettings>([
  { stageName: 'v2', previousStageName: 'callbacks' },
  { stageName: 'v2', previousStageName: 'callbacks', mutualTls: { ...mutualTls, keepDefaultEndpoint: true } },
])('%j does not', (props) => {
  expect(configMistakes(props)).toEqual([]);
});
