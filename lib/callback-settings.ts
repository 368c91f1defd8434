// Written by `npm run docs` from lib/settings.ts: change a setting there.
import type { ExpectTraffic } from './expect-traffic';

/** A custom domain that asks callers for a client certificate. */
export interface MutualTlsSettings {
  /** The custom domain that Vibes calls. Its DNS record must point at the output `CustomDomainTarget`. */
  readonly domainName: string;
  /** ACM certificate of that domain, in the stack's Region. */
  readonly certificateArn: string;
  /**
   * `s3://bucket/key` of the PEM bundle of CAs that may sign callers' certificates. API Gateway reads it when this
   * value changes, so a new bundle needs a new key.
   */
  readonly truststoreUri: string;
  /**
   * A public ACM certificate that proves that you own the domain: required if `certificateArn` is imported or from a
   * private CA.
   * @default - none
   */
  readonly ownershipVerificationCertificateArn?: string;
  /**
   * The CN that a caller's certificate must have. Trusting the CA alone would admit everyone it signs for.
   * @default catapult-app.vibescm.com
   */
  readonly clientCertificateCn?: string;
  /**
   * Whether the API's own domain stays open beside the custom one, and callbacks without a certificate are published,
   * while Vibes changes its URLs: `true` or `false`.
   * @default false
   */
  readonly keepDefaultEndpoint?: boolean;
}

/** Everything that a deployment can choose, in the form of text and numbers. */
export interface CallbackSettings {
  /** Stage of the API: the first segment of every callback's path. @default callbacks */
  readonly stageName?: string;
  /**
   * The `stageName` before it changed. Its URLs and alarms stay until you remove this setting, once Vibes calls the new
   * URLs.
   * @default - none
   */
  readonly previousStageName?: string;
  /** Whose addresses may call: `US`, `EU` or `both`. @default US */
  readonly vibesRegion?: 'US' | 'EU' | 'both';
  /**
   * More IPv4 addresses or CIDR blocks (/8 to /32) that may call, with commas between on the command line.
   * @default []
   */
  readonly extraAddresses?: readonly string[];
  /**
   * The TLS policy of API Gateway. The default requires TLS 1.2; `TLS_1_0` admits old callers. GovCloud supports only
   * `TLS_1_2` and `TLS_1_0`, and AWS documents mutual TLS only with these two. API Gateway rejects some changes,
   * `TLS_1_0` to `TLS_1_2` always: see docs/UPGRADING.md, "Another TLS policy": `SecurityPolicy_TLS13_1_2_PQ_2025_09`,
   * `SecurityPolicy_TLS13_1_3_2025_09`, `TLS_1_2` or `TLS_1_0`.
   * @default SecurityPolicy_TLS13_1_2_PQ_2025_09
   */
  readonly securityPolicy?:
    | 'SecurityPolicy_TLS13_1_2_PQ_2025_09'
    | 'SecurityPolicy_TLS13_1_3_2025_09'
    | 'TLS_1_2'
    | 'TLS_1_0';
  /**
   * Receives every alarm and its end, once you answer the confirmation email. Each new alarm first sends an OK, which
   * means that it works.
   * @default - no email
   */
  readonly alarmEmail?: string;
  /**
   * An SNS topic that pages someone. It receives each alarm that sets off `CallbacksAtRisk`, its end, and an OK when
   * the alarm is new, but no other alarm. It must be a standard topic in the stack's account and Region whose policy
   * lets CloudWatch publish.
   * @default - no one is paged
   */
  readonly pagerTopicArn?: string;
  /**
   * How long a family may be silent before an alarm fires, as in `receipts=1h,mo=24h`: `5m` to `60m` or `1h` to `168h`
   * for each of mo, receipts, mms, mmsReceipts, platform, rbm; $0.40 a month each.
   * @default - no alarm on silence
   */
  readonly expectTraffic?: ExpectTraffic;
  /** Whether the stack has a CloudWatch dashboard, $3 a month: `true` or `false`. @default true */
  readonly dashboard?: boolean;
  /**
   * Whether the event types are in an EventBridge schema registry, from which AWS generates Java, Python, Go and
   * TypeScript code, free of charge; not in every Region: `true` or `false`.
   * @default false
   */
  readonly schemaRegistry?: boolean;
  /**
   * User name that Vibes sends on the MO route. The password is generated once. The user name in its secret is accepted
   * too.
   * @default vibes
   */
  readonly moUserName?: string;
  /**
   * `create`, or the ARN of the secret that holds the RBM secret. RBM callbacks without a valid signature are then kept
   * as unrecognized.
   * @default - not checked
   */
  readonly rbmSecret?: string;
  /**
   * The customer managed KMS key of the secret in `rbmSecret`, so that ingest may decrypt it.
   * @default - AWS' own key
   */
  readonly rbmSecretKeyArn?: string;
  /** How long a callback waits for the consumer: 1 to 4 days. @default 4 */
  readonly queueRetentionDays?: number;
  /** How long MMS attachments and large texts are kept: 1 to 3650 days. @default 30 */
  readonly mediaRetentionDays?: number;
  /** How long the bytes of unrecognized callbacks are kept: 1 to 3650 days. @default 30 */
  readonly unrecognizedRetentionDays?: number;
  /** How long published events can be replayed: 1 to 3650 days. @default 30 */
  readonly archiveRetentionDays?: number;
  /** How long the functions' logs are kept: a number of days that CloudWatch Logs offers. @default 30 */
  readonly logRetentionDays?: number;
  /**
   * Whether the stack keeps one outcome for each message that you send, from its receipts, and publishes `Message
   * Outcome` whenever it changes (docs/EVENTS.md): `true` or `false`.
   * @default false
   */
  readonly messageOutcomes?: boolean;
  /**
   * How long the outcome of a message is kept after its last receipt or change: at least 15 days longer than
   * `archiveRetentionDays`, so that no replay finds it gone: 1 to 3650 days.
   * @default 90
   */
  readonly outcomeRetentionDays?: number;
  /**
   * Whether API Gateway logs each request's time, id, address, status and TLS version to the bucket (under
   * `access-logs/`, for `logRetentionDays`), so that `doctor` can name an address that got a 403. It uses a Firehose
   * stream, $0.15 a million requests, and API Gateway's service-linked role: `true` or `false`.
   * @default false
   */
  readonly accessLogs?: boolean;
  /**
   * Maximum number of consumers at a time for each of the two queues (callbacks and retries), so twice as many in
   * total; the outcomes function (`messageOutcomes`) may run one and a half times as many: 2 to 1000.
   * @default 20
   */
  readonly consumerConcurrency?: number;
  /** What happens to data when the stack, or a resource in it, is deleted: `retain` or `destroy`. @default retain */
  readonly removalPolicy?: 'retain' | 'destroy';
  /** A custom domain that asks for Vibes' client certificate. @default - the API's own domain, no certificate */
  readonly mutualTls?: MutualTlsSettings;
}

/** What can be chosen for the stack around it. */
export interface StackSettings {
  /** Whether the stack is protected against deletion: `true` or `false`. @default - `true` with `retain` */
  readonly terminationProtection?: boolean;
}
