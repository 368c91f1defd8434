// Written by `npm run docs` from lib/settings.ts: change a setting there.
import type { ExpectTraffic } from './expect-traffic';

/** A custom domain that asks callers for a client certificate. */
export interface MutualTls {
  /** The custom domain that Vibes calls; its DNS record must point at the output `CustomDomainTarget`. */
  readonly domainName: string;
  /** ACM certificate of that domain, in the stack's Region. */
  readonly certificateArn: string;
  /**
   * `s3://bucket/key` of the PEM bundle of CAs that callers' certificates may come from. API Gateway reads it when this
   * changes, so another bundle needs another key.
   */
  readonly truststoreUri: string;
  /**
   * A public ACM certificate that proves that the domain is yours: needed where `certificateArn` is imported or from a
   * private CA.
   * @default - none
   */
  readonly ownershipVerificationCertificateArn?: string;
  /**
   * The CN that a caller's certificate must carry: trusting the CA alone lets in everyone it signs for.
   * @default catapult-app.vibescm.com
   */
  readonly clientCertificateCn?: string;
  /**
   * Whether the API's own domain stays open beside the custom one, and callbacks without a certificate are published:
   * for the time in which Vibes changes its URLs: `true` or `false`.
   * @default false
   */
  readonly keepDefaultEndpoint?: boolean;
}

/** Everything that a deployment can choose. Wrong values are all named at synth, one sentence each. */
export interface VibesCallbacksProps {
  /** Stage of the API: the first segment of every callback's path. @default callbacks */
  readonly stageName?: string;
  /**
   * The `stageName` before: its URLs and alarms live on until this is taken out again, once Vibes calls the new ones.
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
   * Which TLS callers must speak, by the name of API Gateway: 1.2 by default; `TLS_1_0` lets in an old caller. GovCloud
   * has `TLS_1_2` and `TLS_1_0` only, and AWS documents mutual TLS for these two alone. Not every change is taken,
   * `TLS_1_0` to `TLS_1_2` never: docs/UPGRADING.md, "Another TLS policy": `SecurityPolicy_TLS13_1_2_PQ_2025_09`,
   * `SecurityPolicy_TLS13_1_3_2025_09`, `TLS_1_2` or `TLS_1_0`.
   * @default SecurityPolicy_TLS13_1_2_PQ_2025_09
   */
  readonly securityPolicy?:
    | 'SecurityPolicy_TLS13_1_2_PQ_2025_09'
    | 'SecurityPolicy_TLS13_1_3_2025_09'
    | 'TLS_1_2'
    | 'TLS_1_0';
  /**
   * Gets every alarm and its end, once the confirmation mail is answered. After a deployment each new alarm sends an OK
   * first: it works.
   * @default - nobody
   */
  readonly alarmEmail?: string;
  /**
   * A topic of yours that wakes somebody: gets each alarm that `CallbacksAtRisk` fires with, and its end (and of each
   * an OK when it is new), and no other alarm. A standard topic of the stack's account and Region whose policy lets
   * CloudWatch publish.
   * @default - nobody is paged
   */
  readonly pagerTopicArn?: string;
  /**
   * How long a family may be silent before an alarm fires, as in `receipts=1h,mo=24h`: `5m` to `60m` or `1h` to `168h`
   * of mo, receipts, mms, mmsReceipts, platform, rbm; $0.40 a month each.
   * @default - none is expected
   */
  readonly expectTraffic?: ExpectTraffic;
  /** Whether there is a CloudWatch dashboard of the callback's way, $3 a month: `true` or `false`. @default true */
  readonly dashboard?: boolean;
  /**
   * User name that Vibes sends on the MO route. The password is generated once; the user name in its secret passes too.
   * @default vibes
   */
  readonly moUserName?: string;
  /**
   * `create`, or the ARN of the secret that holds the RBM secret: unsigned RBM is then kept apart.
   * @default - not checked
   */
  readonly rbmSecret?: string;
  /**
   * The KMS key of the secret that `rbmSecret` names, where it is a customer's: ingest may decrypt with it.
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
   * Most consumers at a time for each of the two queues (callbacks and retries), so twice as many in all: 2 to 1000.
   * @default 20
   */
  readonly consumerConcurrency?: number;
  /** What becomes of data when the stack, or a resource in it, goes: `retain` or `destroy`. @default retain */
  readonly removalPolicy?: 'retain' | 'destroy';
  /** A custom domain that asks for Vibes' client certificate. @default - the API's own domain, no certificate */
  readonly mutualTls?: MutualTls;
}

/** What can be chosen for the stack around it. */
export interface StackSettings {
  /** Whether the stack refuses to be deleted: `true` or `false`. @default - `true` with `retain` */
  readonly terminationProtection?: boolean;
}
