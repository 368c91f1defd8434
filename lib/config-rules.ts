import { Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { MutualTls, VibesCallbacksProps } from './vibes-callbacks-props';
import { vibesRegions } from './vibes-origins';

/** A value is undefined (its default stands), or passes, or is a mistake that the sentence explains. */
type Rule<T> = (value: T) => string | undefined;
type Rules<T> = { readonly [K in keyof T]-?: Rule<NonNullable<T[K]>> };

const logDays = Object.values(RetentionDays).filter((days): days is number => typeof days === 'number' && days < 9999);

const rules: Rules<VibesCallbacksProps> = {
  stageName: matches(/^[\w-]{1,128}$/, 'write letters, digits, hyphens and underscores only, as in "callbacks"'),
  vibesRegion: oneOf(vibesRegions),
  extraAddresses: addressMistake,
  alarmEmail: matches(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'write an e-mail address, as in "oncall@example.com"'),
  // RFC 7617: a colon would end the user name.
  moUserName: matches(/^[!-9;-~]{1,128}$/, 'write 1 to 128 visible ASCII characters without a colon'),
  rbmSecret: matches(
    /^(create|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+-\w{6})$/,
    'write "create", or the complete ARN of the secret, with the six characters that end it',
  ),
  queueRetentionDays: daysBetween(1, 4),
  mediaRetentionDays: daysBetween(1, 3650),
  unrecognizedRetentionDays: daysBetween(1, 3650),
  archiveRetentionDays: daysBetween(1, 3650),
  logRetentionDays: (days) =>
    logDays.includes(days) ? undefined : `write a number that CloudWatch Logs offers: ${logDays.join(', ')}`,
  consumerConcurrency: wholeBetween(2, 1000, ''),
  removalPolicy: oneOf(['retain', 'destroy']),
  mutualTls: () => undefined,
};

const mutualTlsRules: Rules<MutualTls> = {
  domainName: matches(
    /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/,
    'write a domain name in lower case, as in "callbacks.example.com"',
  ),
  certificateArn: matches(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/, 'write the ARN of an ACM certificate'),
  truststoreUri: matches(/^s3:\/\/[a-z\d.-]{3,63}\/.+$/, 'write where the PEM bundle is, as in "s3://bucket/ca.pem"'),
  clientCertificateCn: matches(/^\S.*$/, 'write the CN of the certificate that Vibes presents'),
};

const mutualTlsRequired = ['domainName', 'certificateArn', 'truststoreUri'] as const;

/** Every mistake in the configuration, one sentence each. */
export function configMistakes(props: VibesCallbacksProps): readonly string[] {
  const { mutualTls } = props;
  const missing = mutualTls === undefined ? [] : mutualTlsRequired.filter((key) => mutualTls[key] === undefined);
  return [
    ...broken(rules, props),
    ...missing.map((key) => `${key} is missing: mutual TLS needs ${mutualTlsRequired.join(', ')}.`),
    ...broken(mutualTlsRules, mutualTls ?? {}),
  ];
}

function broken<T extends object>(checks: Rules<T>, values: Partial<T>): string[] {
  const keys = Object.keys(checks) as (keyof T & string)[];
  return keys.flatMap((key) => {
    const value = values[key];
    if (value === undefined || value === null || Token.isUnresolved(value)) return [];
    const advice = checks[key](value);
    return advice === undefined ? [] : [`${key} is ${JSON.stringify(value)}: ${advice}.`];
  });
}

function matches(pattern: RegExp, advice: string): Rule<string> {
  return (value) => (pattern.test(value) ? undefined : advice);
}

function oneOf(values: readonly string[]): Rule<string> {
  const choice = `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
  return (value) => (values.includes(value) ? undefined : `write ${choice}`);
}

function daysBetween(low: number, high: number): Rule<number> {
  return wholeBetween(low, high, ' days');
}

function wholeBetween(low: number, high: number, unit: string): Rule<number> {
  return (value) =>
    Number.isInteger(value) && value >= low && value <= high
      ? undefined
      : `write a whole number from ${low} to ${high}${unit}`;
}

/** The API answers over IPv4 only; a block wider than /8 is a slip of the pen that opens the door. */
function addressMistake(addresses: readonly string[]): string | undefined {
  const wrong = addresses.filter((address) => !isIpv4Block(address));
  if (wrong.length > 0) return `${wrong.join(', ')} is no IPv4 address or block of /8 to /32, as in "203.0.113.0/24"`;
  // A resource policy holds 8,192 characters.
  return addresses.length > 250 ? 'the resource policy has room for 250; write blocks instead' : undefined;
}

function isIpv4Block(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return false;
  const [, ...numbers] = match;
  const prefix = Number(numbers[4] ?? 32);
  return numbers.slice(0, 4).every((octet) => Number(octet) <= 255) && prefix >= 8 && prefix <= 32;
}
