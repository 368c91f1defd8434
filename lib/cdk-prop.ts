import type { Duration } from 'aws-cdk-lib';
import type { ExpectTraffic } from './expect-traffic';
import type { ExpectedSilence } from './expected-silence';

/**
 * A setting as the construct's prop, in CDK's types. The setting's own key, in its text form, is also accepted there
 * until 1.0, with a warning.
 */
export interface CdkProp {
  readonly name: string;
  /** The type, as TypeScript writes it. */
  readonly type: string;
  /** The names in `type` that are imported, and where from. */
  readonly imports: Readonly<Record<string, string>>;
  /** Follows "write " in a warning and in an error. */
  readonly write: string;
  /** The prop's comment, if the setting's own sentence describes the text form. */
  readonly about?: string;
  readonly default?: string;
  /** The setting's value. Undefined if this is not what `write` says. */
  readonly read: (value: unknown) => unknown;
  /** Whether a value is in the setting's own form. Only for a prop of the same name as the setting. */
  readonly isText?: (value: unknown) => boolean;
}

const cdk = 'aws-cdk-lib';

/** A number of days. */
export function inDays(name: string, days: number): CdkProp {
  return {
    name,
    type: 'Duration',
    imports: { Duration: cdk },
    write: `${name}, a Duration, as in Duration.days(${days})`,
    default: `Duration.days(${days})`,
    read: (value) => (isDuration(value) ? value.toDays({ integral: false }) : undefined),
  };
}

export const logRetention: CdkProp = {
  name: 'logRetention',
  type: 'RetentionDays',
  imports: { RetentionDays: `${cdk}/aws-logs` },
  write: 'logRetention, as in RetentionDays.ONE_MONTH',
  about: "How long the functions' logs are kept. They cannot be kept forever",
  default: 'RetentionDays.ONE_MONTH',
  read: (value) => (typeof value === 'number' ? value : undefined),
};

/** The same texts: `RemovalPolicy.RETAIN` is `retain`. */
export const removalPolicy: CdkProp = {
  name: 'removalPolicy',
  type: "RemovalPolicy.RETAIN | RemovalPolicy.DESTROY | 'retain' | 'destroy'",
  imports: { RemovalPolicy: cdk },
  write: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
  default: 'RemovalPolicy.RETAIN',
  read: (value) => value,
};

export const pagerTopic: CdkProp = {
  name: 'pagerTopic',
  type: 'ITopic',
  imports: { ITopic: `${cdk}/aws-sns` },
  write: 'pagerTopic, a standard topic, as in Topic.fromTopicArn(…)',
  read: (value) => (textOf(value, 'fifo') === true ? undefined : textOf(value, 'topicArn')),
};

export const certificate: CdkProp = certificateProp('certificate');
export const ownershipVerificationCertificate: CdkProp = certificateProp('ownershipVerificationCertificate');

/** Its encryption key is read too: see `settingsOf`. */
export const rbmSecret: CdkProp = {
  name: 'rbmSecret',
  // A `Secret` is an `ISecret`, except with TypeScript's `exactOptionalPropertyTypes`.
  type: 'ISecret | Secret | string',
  imports: { ISecret: `${cdk}/aws-secretsmanager`, Secret: `${cdk}/aws-secretsmanager` },
  write: "'create', or a secret whose complete ARN is known, as in Secret.fromSecretCompleteArn(…)",
  about:
    "`'create'`, or the secret that holds the RBM secret, with its `encryptionKey` if it has a customer managed one. RBM callbacks without a valid signature are then kept as unrecognized",
  read: (value) => (typeof value === 'string' ? value : textOf(value, 'secretFullArn')),
  isText: (value) => typeof value === 'string' && value !== 'create',
};

export const expectTraffic: CdkProp = {
  name: 'expectTraffic',
  type: 'ExpectedSilence',
  imports: { ExpectedSilence: './expected-silence' },
  write: 'families with a Duration each, as in { receipts: Duration.hours(1) }',
  about:
    'How long a family may be silent before an alarm fires: 5 to 60 minutes or 1 to 168 hours for each; $0.40 a month each',
  read: (value) => (typeof value === 'object' && value !== null ? asTexts({ ...value }) : value),
  isText: (value) =>
    typeof value !== 'object' || Object.values({ ...value }).some((longest) => typeof longest === 'string'),
};

function certificateProp(name: string): CdkProp {
  return {
    name,
    type: 'ICertificate',
    imports: { ICertificate: `${cdk}/aws-certificatemanager` },
    write: `${name}, as in Certificate.fromCertificateArn(…)`,
    read: (value) => textOf(value, 'certificateArn'),
  };
}

/** Not by `instanceof`: an app may have two copies of aws-cdk-lib. */
function isDuration(value: unknown): value is Duration {
  return typeof textOf(value, 'toDays') === 'function';
}

function textOf(value: unknown, property: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined;
}

function asTexts(silence: ExpectedSilence): ExpectTraffic {
  return Object.fromEntries(
    Object.entries(silence).map(([family, longest]) => [family, isDuration(longest) ? asText(longest) : longest]),
  );
}

function asText(longest: Duration): string {
  const minutes = longest.toMinutes({ integral: false });
  return minutes > 60 && minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
