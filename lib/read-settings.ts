import type { VibesCallbacksStackProps } from './vibes-callbacks-stack';

type Settings = Readonly<Record<string, unknown>>;

const texts = ['stageName', 'vibesRegion', 'alarmEmail', 'moUserName', 'rbmSecret', 'removalPolicy'] as const;
const numbers = [
  'queueRetentionDays',
  'mediaRetentionDays',
  'unrecognizedRetentionDays',
  'archiveRetentionDays',
  'logRetentionDays',
  'consumerConcurrency',
] as const;
const mutualTlsTexts = ['domainName', 'certificateArn', 'truststoreUri', 'clientCertificateCn'] as const;

/** Every key that can be set by `cdk -c key=value`, in `cdk.json`, or by the environment. */
export const settingKeys: readonly string[] = [
  ...texts,
  ...numbers,
  ...mutualTlsTexts,
  'extraAddresses',
  'terminationProtection',
];

/** `vibesRegion` is `CALLBACKS_VIBES_REGION` in the environment. */
export function environmentName(key: string): string {
  return `CALLBACKS_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

export interface ReadSettings {
  readonly props: VibesCallbacksStackProps;
  /** One sentence for each setting that cannot be read. */
  readonly mistakes: readonly string[];
}

/** Reads the stack's settings from CDK context, where absent from the environment. Empty is absent. */
export function readSettings(context: Settings, environment: Settings): ReadSettings {
  const mistakes = unknownKeys(context);
  const raw = (key: string) => present(context[key]) ?? present(environment[environmentName(key)]);
  const text = (key: string) => (raw(key) === undefined ? undefined : String(raw(key)));
  const number = (key: string) => (raw(key) === undefined ? undefined : Number(raw(key)));
  const mutualTls = compact(Object.fromEntries(mutualTlsTexts.map((key) => [key, text(key)])));
  const props = compact({
    ...Object.fromEntries(texts.map((key) => [key, text(key)])),
    ...Object.fromEntries(numbers.map((key) => [key, number(key)])),
    extraAddresses: list(raw('extraAddresses')),
    terminationProtection: flag(text('terminationProtection'), mistakes),
    mutualTls: Object.keys(mutualTls).length === 0 ? undefined : mutualTls,
  });
  // Unchecked strings and numbers: `configMistakes` checks each of them before anything else sees it.
  return { props: props as VibesCallbacksStackProps, mistakes };
}

/** Context is open to everyone, but CDK's own keys carry a colon, a slash or a hyphen: a plain word is meant for us. */
function unknownKeys(context: Settings): string[] {
  return Object.keys(context)
    .filter((key) => /^[a-zA-Z]+$/.test(key) && !settingKeys.includes(key))
    .map((key) => `${key} is no setting: write one of ${settingKeys.join(', ')}.`);
}

function present(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}

function list(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const items: unknown[] = Array.isArray(value) ? value : String(value).split(',');
  return items.map((item) => String(item).trim()).filter((item) => item !== '');
}

function flag(value: string | undefined, mistakes: string[]): boolean | undefined {
  if (value === undefined || value === 'true' || value === 'false')
    return value === undefined ? undefined : value === 'true';
  mistakes.push(`terminationProtection is "${value}": write true or false.`);
  return undefined;
}

function compact(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
