import { Aws } from 'aws-cdk-lib';
import type { CallbackSettings, MutualTlsSettings } from '../../lib/callback-settings';
import { configMistakes, resolveConfig } from '../../lib/config';
import type { AnySetting } from '../../lib/setting';
import { settings } from '../../lib/settings';

const mutualTls = {
  domainName: 'callbacks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  truststoreUri: 's3://trust-bucket/vibes/ca.pem',
} satisfies MutualTlsSettings;

test('nothing at all is a configuration', () => {
  expect(resolveConfig({})).toEqual({
    stageName: 'callbacks',
    previousStageName: undefined,
    vibesRegion: 'US',
    extraAddresses: [],
    securityPolicy: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
    alarmEmail: undefined,
    pagerTopicArn: undefined,
    expectTraffic: undefined,
    dashboard: true,
    accessLogs: false,
    schemaRegistry: false,
    moUserName: 'vibes',
    rbmSecret: undefined,
    rbmSecretKeyArn: undefined,
    queueRetentionDays: 4,
    mediaRetentionDays: 30,
    unrecognizedRetentionDays: 30,
    archiveRetentionDays: 30,
    messageOutcomes: false,
    outcomeRetentionDays: 90,
    logRetentionDays: 30,
    consumerConcurrency: 20,
    removalPolicy: 'retain',
    mutualTls: undefined,
  });
});

const right: CallbackSettings[] = [
  { stageName: 'callbacks' },
  { vibesRegion: 'both' },
  { extraAddresses: ['203.0.113.9', '198.51.100.0/24', '10.0.0.0/8'] },
  { alarmEmail: 'on-call+vibes@example.co.uk' },
  { moUserName: 'vibes-prod' },
  { rbmSecret: 'create' },
  { rbmSecret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm/prod-AbCdEf' },
  { rbmSecret: `arn:aws:secretsmanager:${Aws.REGION}:123456789012:secret:rbm` },
  { queueRetentionDays: 1 },
  { queueRetentionDays: 4 },
  { mediaRetentionDays: 3650 },
  { unrecognizedRetentionDays: 1 },
  { archiveRetentionDays: 365 },
  { logRetentionDays: 400 },
  { consumerConcurrency: 1000 },
  { schemaRegistry: true },
  { removalPolicy: 'destroy' },
  { mutualTls },
  { mutualTls: { ...mutualTls, clientCertificateCn: 'catapult-app.vibescm.com' } },
  { mutualTls: { ...mutualTls, keepDefaultEndpoint: true } },
  { mutualTls: { ...mutualTls, ownershipVerificationCertificateArn: mutualTls.certificateArn } },
  { securityPolicy: 'TLS_1_0' },
  { stageName: 'v2', previousStageName: 'callbacks' },
];

test.each(right)('%j is accepted', (props) => {
  expect(configMistakes(props)).toEqual([]);
});

/** As they come from the command line: text and numbers that no type has seen. */
const wrong: [key: string, value: unknown][] = [
  ['stageName', 'call backs'],
  ['stageName', 'callbacks/'],
  ['previousStageName', 'call backs'],
  ['vibesRegion', 'us'],
  ['extraAddresses', ['203.0.113.256']],
  ['extraAddresses', ['203.0.113.1/33']],
  ['extraAddresses', ['0.0.0.0/0']],
  ['extraAddresses', ['128.0.0.0/7']],
  ['extraAddresses', ['2001:db8::1']],
  ['extraAddresses', ['vibes.com']],
  ['extraAddresses', Array(251).fill('203.0.113.9')],
  ['securityPolicy', 'TLS_1_1'],
  ['alarmEmail', 'on-call'],
  ['moUserName', 'vi:bes'],
  ['moUserName', 'vi bes'],
  ['rbmSecret', 's3cr3t'],
  ['rbmSecret', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm'],
  ['queueRetentionDays', 0],
  ['queueRetentionDays', 5],
  ['queueRetentionDays', Number.NaN],
  ['mediaRetentionDays', 1.5],
  ['unrecognizedRetentionDays', -1],
  ['archiveRetentionDays', 0],
  ['logRetentionDays', 31],
  ['consumerConcurrency', 1],
  ['consumerConcurrency', 1001],
  ['removalPolicy', 'snapshot'],
  ['terminationProtection', 'yes'],
];

test.each(wrong)('%s %j gets one sentence', (key, value) => {
  const mistakes = configMistakes({ [key]: value });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(new RegExp(`^${key} is .+\\.$`));
});

test.each([
  ['domainName', 'Callbacks.example.com'],
  ['certificateArn', 'arn:aws:iam::123456789012:server-certificate/x'],
  ['truststoreUri', 'https://trust-bucket/ca.pem'],
  ['clientCertificateCn', ' '],
  ['keepDefaultEndpoint', 'yes'],
  ['ownershipVerificationCertificateArn', 'mine'],
])('mutual TLS with %s %j gets one sentence', (key, value) => {
  const mistakes = configMistakes({ mutualTls: { ...mutualTls, [key]: value } });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(new RegExp(`^${key} is `));
});

test('half of mutual TLS names the other half', () => {
  const { domainName } = mutualTls;
  expect(configMistakes({ mutualTls: { domainName } as MutualTlsSettings })).toEqual([
    'certificateArn is missing: mutual TLS needs domainName, certificateArn, truststoreUri.',
    'truststoreUri is missing: mutual TLS needs domainName, certificateArn, truststoreUri.',
  ]);
});

test.each(Object.entries<AnySetting>(settings))(
  '%s has a default of its own kind, or says what happens without',
  (key, row) => {
    expect(row.default ?? row.otherwise).toBeDefined();
    if (row.default === undefined) return;
    expect(row.rule(row.default as never)).toBeUndefined();
    expect(row.read(row.default)).toEqual(row.default);
    expect(key).toMatch(/^[a-z][A-Za-z]+$/);
  },
);
