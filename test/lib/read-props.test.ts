import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { resolveConfig } from '../../lib/config';
import { readProps } from '../../lib/read-props';
import { ofType, synthesize } from './synth';
import { testApp } from './synth-now';

const stack = new Stack(testApp(), 'Elsewhere');
const topicArn = 'arn:aws:sns:us-east-1:123456789012:pager';
const secretArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf';
const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/abc';
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555';
const domain = { domainName: 'callbacks.example.com', truststoreUri: 's3://trust-bucket/vibes/ca.pem' };

const topic = Topic.fromTopicArn(stack, 'Topic', topicArn);
const encryptionKey = Key.fromKeyArn(stack, 'Key', keyArn);
const secret = Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn: secretArn, encryptionKey });
const certificate = Certificate.fromCertificateArn(stack, 'Certificate', certificateArn);

test("CDK's types say the same as the settings", () => {
  const typed = resolveConfig({
    pagerTopic: topic,
    rbmSecret: secret,
    queueRetention: Duration.hours(48),
    mediaRetention: Duration.days(7),
    unrecognizedRetention: Duration.days(8),
    archiveRetention: Duration.days(9),
    logRetention: RetentionDays.TWO_WEEKS,
    removalPolicy: RemovalPolicy.DESTROY,
    expectTraffic: { receipts: Duration.minutes(60), mo: Duration.hours(24) },
    mutualTls: { ...domain, certificate, ownershipVerificationCertificate: certificate },
  });
  const text = resolveConfig({
    pagerTopicArn: topicArn,
    rbmSecret: secretArn,
    rbmSecretKeyArn: keyArn,
    queueRetentionDays: 2,
    mediaRetentionDays: 7,
    unrecognizedRetentionDays: 8,
    archiveRetentionDays: 9,
    logRetentionDays: 14,
    removalPolicy: 'destroy',
    expectTraffic: { receipts: '60m', mo: '24h' },
    mutualTls: { ...domain, certificateArn, ownershipVerificationCertificateArn: certificateArn },
  });
  expect(typed).toEqual(text);
});

test('what is made in the same app is referred to', () => {
  const synthesized = synthesize({}, (_callbacks, own) => {
    const config = resolveConfig({ rbmSecret: new Secret(own, 'Rbm'), pagerTopic: new Topic(own, 'Pager') });
    expect(own.resolve(config.rbmSecret)).toEqual({ Ref: expect.stringMatching(/^Rbm/) });
    expect(own.resolve(config.pagerTopicArn)).toEqual({ Ref: expect.stringMatching(/^Pager/) });
  });
  expect(ofType(synthesized, 'AWS::SNS::Topic')).toHaveLength(2);
});

test.each([
  [{ queueRetentionDays: 2 }, 'queueRetentionDays is deprecated: write queueRetention, a Duration'],
  [{ rbmSecret: secretArn }, 'rbmSecret as text is deprecated: write'],
  [{ expectTraffic: { mo: '1h' } }, 'expectTraffic as text is deprecated: write'],
  [{ rbmSecretKeyArn: keyArn }, 'rbmSecretKeyArn is deprecated: write rbmSecret, a secret with its encryptionKey.'],
  [{ mutualTls: { ...domain, certificateArn } }, 'certificateArn is deprecated: write certificate'],
])('%j is deprecated', (props, sentence) => {
  const { deprecated } = readProps(props);
  expect(deprecated).toHaveLength(1);
  expect(deprecated[0]).toContain(sentence);
});

test.each([
  { rbmSecret: 'create' },
  { rbmSecret: secret },
  { removalPolicy: 'destroy' as const },
  { expectTraffic: { mo: Duration.hours(1) } },
  { queueRetention: Duration.days(1), stageName: 'v1', mutualTls: { ...domain, certificate } },
])('%# is not', (props) => {
  expect(readProps(props)).toMatchObject({ deprecated: [], mistakes: [] });
});

test.each([
  [{ queueRetention: Duration.days(9) }, 'queueRetention is 9: write a whole number from 1 to 4 days.'],
  [{ queueRetention: Duration.hours(36) }, 'queueRetention is 1.5: write a whole number from 1 to 4 days.'],
  [{ queueRetentionDays: 9 }, 'queueRetentionDays is 9: write a whole number from 1 to 4 days.'],
  [
    { queueRetention: Duration.days(1), queueRetentionDays: 1 },
    'queueRetention and queueRetentionDays are both set: write queueRetention alone.',
  ],
  [{ expectTraffic: { mo: Duration.minutes(90) } }, 'expectTraffic is {"mo":"90m"}: write 5m to 60m, or 1h to 168h'],
  [{ removalPolicy: RemovalPolicy.SNAPSHOT }, 'removalPolicy is "snapshot": write retain or destroy.'],
  [{ pagerTopic: topicArn }, 'pagerTopic cannot be used as it is: write pagerTopic, a standard topic'],
  [
    { pagerTopic: new Topic(stack, 'Ordered', { fifo: true, topicName: 'ordered.fifo' }) },
    'pagerTopic cannot be used as it is: write pagerTopic, a standard topic',
  ],
  [
    { rbmSecret: Secret.fromSecretNameV2(stack, 'Named', 'rbm') },
    "rbmSecret cannot be used as it is: write 'create', or a secret whose complete ARN is known",
  ],
  [{ queueRetentoin: Duration.days(1) }, 'queueRetentoin is not a setting: did you mean "queueRetention"?'],
  [{ mutualTls: domain }, 'certificate is missing: mutual TLS needs domainName, certificate, truststoreUri.'],
])('%# is refused with a sentence', (props: object, sentence) => {
  expect(() => resolveConfig(props)).toThrow(sentence);
});
