import type { CallbackSettings, MutualTlsSettings, StackSettings } from './callback-settings';
import * as cdk from './cdk-prop';
import { expectedFamilies, isExpectTraffic, readExpectTraffic } from './expect-traffic';
import { securityPolicies } from './security-policies';
import { choice, days, flag, list, listedNumber, type SettingsOf, text, wholeNumber } from './setting';
import { daysOfLogs, ipv4Blocks, matches } from './setting-rules';
import { vibesRegions } from './vibes-origins';

/**
 * Everything that a deployment can choose, one row each: kind, default, rule and sentence. The reader, the errors and
 * the defaults come from these rows; `npm run docs` writes the properties' types and the table of docs/SETTINGS.md from
 * them.
 */
export const callbackSettings = {
  stageName: text({
    about: "Stage of the API: the first segment of every callback's path",
    default: 'callbacks',
    rule: matches(/^[\w-]{1,128}$/, 'write letters, digits, hyphens and underscores only, as in "callbacks"'),
  }),
  previousStageName: text({
    about:
      'The `stageName` before it changed. Its URLs and alarms stay until you remove this setting, once Vibes calls the new URLs',
    otherwise: 'none',
    rule: matches(/^[\w-]{1,128}$/, 'write the stageName of the deployment before, as in "callbacks"'),
  }),
  vibesRegion: choice(vibesRegions, { about: 'Whose addresses may call', default: 'US' }),
  extraAddresses: list({
    about: 'More IPv4 addresses or CIDR blocks (/8 to /32) that may call, with commas between on the command line',
    default: [],
    otherwise: 'none',
    rule: ipv4Blocks,
  }),
  securityPolicy: choice(securityPolicies, {
    about:
      'The TLS policy of API Gateway. The default requires TLS 1.2; `TLS_1_0` admits old callers. GovCloud supports only `TLS_1_2` and `TLS_1_0`, and AWS documents mutual TLS only with these two. API Gateway rejects some changes, `TLS_1_0` to `TLS_1_2` always: see docs/UPGRADING.md, "Another TLS policy"',
    default: 'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  }),
  alarmEmail: text({
    about:
      'Receives every alarm and its end, once you answer the confirmation email. Each new alarm first sends an OK, which means that it works',
    otherwise: 'no email',
    rule: matches(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'write an e-mail address, as in "oncall@example.com"'),
  }),
  pagerTopicArn: text({
    prop: cdk.pagerTopic,
    about:
      "An SNS topic that pages someone. It receives each alarm that sets off `CallbacksAtRisk`, its end, and an OK when the alarm is new, but no other alarm. It must be a standard topic in the stack's account and Region whose policy lets CloudWatch publish",
    otherwise: 'no one is paged',
    rule: matches(
      /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/,
      'write the ARN of a standard SNS topic, as in "arn:aws:sns:us-east-1:123456789012:pager"',
    ),
  }),
  expectTraffic: {
    prop: cdk.expectTraffic,
    about: `How long a family may be silent before an alarm fires, as in \`receipts=1h,mo=24h\`: \`5m\` to \`60m\` or \`1h\` to \`168h\` for each of ${expectedFamilies.join(', ')}; $0.40 a month each`,
    otherwise: 'no alarm on silence',
    type: 'ExpectTraffic',
    read: readExpectTraffic,
    rule: isExpectTraffic,
  },
  dashboard: flag({
    about: 'Whether the stack has a CloudWatch dashboard, $3 a month',
    default: true,
  }),
  schemaRegistry: flag({
    about:
      'Whether the event types are in an EventBridge schema registry, from which AWS generates Java, Python, Go and TypeScript code, free of charge; not in every Region',
    default: false,
  }),
  moUserName: text({
    about:
      'User name that Vibes sends on the MO route. The password is generated once. The user name in its secret is accepted too',
    default: 'vibes',
    // RFC 7617: a colon would end the user name.
    rule: matches(/^[!-9;-~]{1,128}$/, 'write 1 to 128 visible ASCII characters without a colon'),
  }),
  rbmSecret: text({
    prop: cdk.rbmSecret,
    about:
      '`create`, or the ARN of the secret that holds the RBM secret. RBM callbacks without a valid signature are then kept as unrecognized',
    otherwise: 'not checked',
    rule: matches(
      /^(create|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+-\w{6})$/,
      'write "create", or the complete ARN of the secret, with the six characters that end it',
    ),
  }),
  rbmSecretKeyArn: text({
    replacedBy: '`rbmSecret`, a secret with its `encryptionKey`',
    about: 'The customer managed KMS key of the secret in `rbmSecret`, so that ingest may decrypt it',
    otherwise: "AWS' own key",
    rule: matches(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'write the ARN of a KMS key, not of an alias'),
  }),
  queueRetentionDays: days(1, 4, {
    prop: cdk.inDays('queueRetention', 4),
    about: 'How long a callback waits for the consumer',
    default: 4,
  }),
  mediaRetentionDays: days(1, 3650, {
    prop: cdk.inDays('mediaRetention', 30),
    about: 'How long MMS attachments and large texts are kept',
    default: 30,
  }),
  unrecognizedRetentionDays: days(1, 3650, {
    prop: cdk.inDays('unrecognizedRetention', 30),
    about: 'How long the bytes of unrecognized callbacks are kept',
    default: 30,
  }),
  archiveRetentionDays: days(1, 3650, {
    prop: cdk.inDays('archiveRetention', 30),
    about: 'How long published events can be replayed',
    default: 30,
  }),
  logRetentionDays: listedNumber({
    prop: cdk.logRetention,
    about: "How long the functions' logs are kept: a number of days that CloudWatch Logs offers",
    default: 30,
    rule: daysOfLogs,
  }),
  messageOutcomes: flag({
    about:
      'Whether the stack keeps one outcome for each message that you send, from its receipts, and publishes `Message Outcome` whenever it changes (docs/EVENTS.md)',
    default: false,
  }),
  outcomeRetentionDays: days(1, 3650, {
    prop: cdk.inDays('outcomeRetention', 90),
    about:
      'How long the outcome of a message is kept after its last receipt or change: at least 15 days longer than `archiveRetentionDays`, so that no replay finds it gone',
    default: 90,
  }),
  accessLogs: flag({
    about:
      "Whether API Gateway logs each request's time, id, address, status and TLS version to the bucket (under `access-logs/`, for `logRetentionDays`), so that `doctor` can name an address that got a 403. It uses a Firehose stream, $0.15 a million requests, and API Gateway's service-linked role",
    default: false,
  }),
  consumerConcurrency: wholeNumber(2, 1000, {
    about:
      'Maximum number of consumers at a time for each of the two queues (callbacks and retries), so twice as many in total; the outcomes function (`messageOutcomes`) may run one and a half times as many',
    default: 20,
  }),
  removalPolicy: choice(['retain', 'destroy'], {
    prop: cdk.removalPolicy,
    about: 'What happens to data when the stack, or a resource in it, is deleted',
    default: 'retain',
  }),
} satisfies SettingsOf<Omit<CallbackSettings, 'mutualTls'>>;

export const mutualTlsSettings = {
  domainName: text({
    about: 'The custom domain that Vibes calls. Its DNS record must point at the output `CustomDomainTarget`',
    otherwise: "the API's own domain, no certificate",
    required: true,
    rule: matches(
      /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/,
      'write a domain name in lower case, as in "callbacks.example.com"',
    ),
  }),
  certificateArn: text({
    prop: cdk.certificate,
    about: "ACM certificate of that domain, in the stack's Region",
    otherwise: 'needed with `domainName`',
    required: true,
    rule: matches(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/, 'write the ARN of an ACM certificate'),
  }),
  truststoreUri: text({
    about:
      "`s3://bucket/key` of the PEM bundle of CAs that may sign callers' certificates. API Gateway reads it when this value changes, so a new bundle needs a new key",
    otherwise: 'needed with `domainName`',
    required: true,
    rule: matches(/^s3:\/\/[a-z\d.-]{3,63}\/.+$/, 'write where the PEM bundle is, as in "s3://bucket/ca.pem"'),
  }),
  ownershipVerificationCertificateArn: text({
    prop: cdk.ownershipVerificationCertificate,
    about:
      'A public ACM certificate that proves that you own the domain: required if `certificateArn` is imported or from a private CA',
    otherwise: 'none',
    rule: matches(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/, 'write the ARN of an ACM certificate'),
  }),
  clientCertificateCn: text({
    about: "The CN that a caller's certificate must have. Trusting the CA alone would admit everyone it signs for",
    default: 'catapult-app.vibescm.com',
    rule: matches(/^\S.*$/, 'write the CN of the certificate that Vibes presents'),
  }),
  keepDefaultEndpoint: flag({
    about:
      "Whether the API's own domain stays open beside the custom one, and callbacks without a certificate are published, while Vibes changes its URLs",
    default: false,
  }),
} satisfies SettingsOf<MutualTlsSettings>;

/** Settings of the stack, not of the construct. */
export const stackSettings = {
  terminationProtection: flag({
    about: 'Whether the stack is protected against deletion',
    otherwise: '`true` with `retain`',
  }),
} satisfies SettingsOf<StackSettings>;

/** All settings, by their keys on the command line, where mutual TLS has no group of its own. */
export const settings = { ...callbackSettings, ...mutualTlsSettings, ...stackSettings };
