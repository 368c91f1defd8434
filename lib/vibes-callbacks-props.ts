import type { VibesRegion } from './vibes-origins';

/** A custom domain that asks callers for a client certificate. The default endpoint is switched off with it. */
export interface MutualTls {
  /** The domain that Vibes calls; its DNS record must point at the output `CustomDomainTarget`. */
  readonly domainName: string;
  /** ACM certificate of that domain, in the stack's Region. */
  readonly certificateArn: string;
  /**
   * `s3://bucket/key` of the PEM bundle of CAs that callers' certificates may come from. API Gateway reads it when this
   * changes, so another bundle needs another key.
   */
  readonly truststoreUri: string;
  /**
   * The CN that a caller's certificate must carry: trusting the CA alone lets in everyone it signs for.
   * @default catapult-app.vibescm.com
   */
  readonly clientCertificateCn?: string;
}

/** Everything that a deployment can choose. Wrong values are all named at synth, one sentence each. */
export interface VibesCallbacksProps {
  /** Stage of the API: the first segment of every callback's path. @default callbacks */
  readonly stageName?: string;
  /** Whose addresses may call: `US`, `EU` or `both`. @default US */
  readonly vibesRegion?: VibesRegion;
  /** More IPv4 addresses or CIDR blocks that may call. @default [] */
  readonly extraAddresses?: readonly string[];
  /** Gets every alarm, once the confirmation mail is answered. @default - no subscription */
  readonly alarmEmail?: string;
  /** User name that Vibes sends on the MO route; the password is generated. @default vibes */
  readonly moUserName?: string;
  /** `create` for a secret to put the RBM secret in, or the ARN of one that has it. @default - not checked */
  readonly rbmSecret?: string;
  /** How long a callback waits for the consumer: 1 to 4. @default 4 */
  readonly queueRetentionDays?: number;
  /** How long MMS attachments and large texts are kept in the bucket. @default 30 */
  readonly mediaRetentionDays?: number;
  /** How long the bytes of unrecognized callbacks are kept. @default 30 */
  readonly unrecognizedRetentionDays?: number;
  /** How long published events can be replayed. @default 30 */
  readonly archiveRetentionDays?: number;
  /** How long the functions' logs are kept; a number that CloudWatch Logs offers. @default 30 */
  readonly logRetentionDays?: number;
  /** Most consumers at a time: 2 to 1000. @default 20 */
  readonly consumerConcurrency?: number;
  /** What becomes of data when the stack, or a resource in it, goes: `retain` or `destroy`. @default retain */
  readonly removalPolicy?: 'retain' | 'destroy';
  /** A custom domain that asks for Vibes' client certificate. @default - the API's own domain, no certificate */
  readonly mutualTls?: MutualTls;
}
