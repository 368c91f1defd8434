import { Token } from 'aws-cdk-lib';
import type { CallbackSettings, MutualTlsSettings, StackSettings } from './callback-settings';
import { nameAdvice } from './nearest-name';
import { readProps } from './read-props';
import type { AnySetting, Filled } from './setting';
import { callbackSettings, mutualTlsSettings, stackSettings } from './settings';
import { SynthError } from './synth-error';
import type { VibesCallbacksProps } from './vibes-callbacks-props';

type Values = Readonly<Record<string, unknown>>;
type Settings = Readonly<Record<string, AnySetting>>;
type NameOf = (key: string) => string;

/** The mutual TLS settings with every default filled in. */
export type MutualTlsConfig = Filled<MutualTlsSettings, typeof mutualTlsSettings>;

/** The configuration with every default filled in. */
export type Config = Filled<Omit<CallbackSettings, 'mutualTls'>, typeof callbackSettings> & {
  readonly mutualTls: MutualTlsConfig | undefined;
};

/** A configuration that cannot be deployed. Its message has one line for each mistake. */
export class ConfigError extends SynthError {
  override readonly name = 'ConfigError';
  constructor(readonly mistakes: readonly string[]) {
    super('settings-invalid', mistakes.join('\n'));
  }
}

/**
 * Checks the construct's props and fills in the defaults.
 * @throws ConfigError that names every mistake at once
 */
export function resolveConfig(props: VibesCallbacksProps): Config {
  const { settings, mistakes: unreadable, nameOf } = readProps(props);
  const mistakes = [...unreadable, ...configMistakes(settings, nameOf)];
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const { mutualTls, ...rest } = settings;
  return {
    ...(filled(callbackSettings, rest) as Omit<Config, 'mutualTls'>),
    mutualTls: mutualTls === undefined ? undefined : (filled(mutualTlsSettings, mutualTls) as MutualTlsConfig),
  };
}

/**
 * Every mistake in the settings, one sentence each.
 * @param nameOf what a sentence calls a setting
 */
export function configMistakes(
  settings: CallbackSettings & StackSettings,
  nameOf: NameOf = (key) => key,
): readonly string[] {
  const { mutualTls, ...rest } = settings;
  return [
    ...unknown({ ...callbackSettings, ...stackSettings }, rest),
    ...unknown(mutualTlsSettings, { ...mutualTls }),
    ...broken({ ...callbackSettings, ...stackSettings }, rest, nameOf),
    ...(mutualTls === undefined ? [] : missing(mutualTlsSettings, { ...mutualTls }, nameOf)),
    ...broken(mutualTlsSettings, { ...mutualTls }, nameOf),
    ...contradictions(settings),
  ];
}

/** Values that are valid alone, but not together. */
function contradictions(props: CallbackSettings): readonly string[] {
  return [...keyWithoutSecret(props), ...stageOfBefore(props), ...outcomesForgotten(props)];
}

function keyWithoutSecret({ rbmSecret, rbmSecretKeyArn }: CallbackSettings): readonly string[] {
  const isNamed = rbmSecret?.startsWith('arn:') || Token.isUnresolved(rbmSecret);
  if (rbmSecretKeyArn === undefined || isNamed) return [];
  return ['rbmSecretKeyArn is set, but rbmSecret names no secret: write the ARN of the secret that the key encrypts.'];
}

function outcomesForgotten(props: CallbackSettings): readonly string[] {
  const { archiveRetentionDays = callbackSettings.archiveRetentionDays.default } = props;
  const { messageOutcomes, outcomeRetentionDays = callbackSettings.outcomeRetentionDays.default } = props;
  const mistake = messageOutcomes ? outcomeRetentionMistake(outcomeRetentionDays, archiveRetentionDays) : undefined;
  return mistake === undefined ? [] : [`outcomeRetentionDays is ${mistake}`];
}

/** An undelivered event may be sent again after 14 days, an archived one as long as it is kept. */
const resendDays = 14;

/** A replay of receipts whose message is forgotten would publish its outcomes again. */
export function outcomeRetentionMistake(days: number, archiveDays: number): string | undefined {
  if (days > archiveDays + resendDays) return undefined;
  return `${days}, but events can be replayed for ${archiveDays} days: write ${archiveDays + resendDays + 1} or more.`;
}

function stageOfBefore({ stageName, previousStageName, mutualTls }: CallbackSettings): readonly string[] {
  if (previousStageName === undefined) return [];
  const named = `previousStageName is "${previousStageName}"`;
  if (previousStageName === (stageName ?? callbackSettings.stageName.default)) {
    return [`${named}, the same as stageName: set the one of the previous deployment, or leave it out.`];
  }
  if (mutualTls === undefined || mutualTls.keepDefaultEndpoint) return [];
  return [`${named}, but the API's own domain is off with mutual TLS: leave it out, or set keepDefaultEndpoint=true.`];
}

/** In TypeScript, the compiler reports this too. */
function unknown(settings: Settings, values: Values): string[] {
  const names = Object.keys(settings);
  return Object.keys(values)
    .filter((key) => !names.includes(key))
    .map((key) => `${key} is not a setting: ${nameAdvice(key, names)}`);
}

function filled(settings: Settings, values: object): Values {
  const chosen = new Map<string, unknown>(Object.entries(values));
  return Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, chosen.get(key) ?? setting.default]),
  );
}

function missing(settings: Settings, values: Values, nameOf: NameOf): string[] {
  const required = Object.keys(settings).filter((key) => settings[key]?.required);
  return required
    .filter((key) => values[key] === undefined)
    .map((key) => `${nameOf(key)} is missing: mutual TLS needs ${required.map(nameOf).join(', ')}.`);
}

function broken(settings: Settings, values: Values, nameOf: NameOf): string[] {
  return Object.entries(settings).flatMap(([key, { rule }]) => {
    const value = values[key];
    if (value === undefined || value === null || Token.isUnresolved(value)) return [];
    // Values from the command line are not typed: this is what checks them.
    const advice = rule(value as never);
    return advice === undefined ? [] : [`${nameOf(key)} is ${JSON.stringify(value)}: ${advice}.`];
  });
}
