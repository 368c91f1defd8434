import { configMistakes } from './config-rules';
import type { VibesCallbacksProps } from './vibes-callbacks-props';

type Optional = 'alarmEmail' | 'rbmSecret' | 'mutualTls';

/** The configuration with every default filled in. */
export type Config = Readonly<
  Required<Omit<VibesCallbacksProps, Optional>> & {
    [K in Optional]: VibesCallbacksProps[K] | undefined;
  }
>;

/** A configuration that cannot be deployed. Its message has one sentence a mistake, each on a line of its own. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

/**
 * Checks the configuration and fills in the defaults.
 * @throws ConfigError that names every mistake at once
 */
export function resolveConfig(props: VibesCallbacksProps): Config {
  const mistakes = configMistakes(props);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return {
    stageName: props.stageName ?? 'callbacks',
    vibesRegion: props.vibesRegion ?? 'US',
    extraAddresses: props.extraAddresses ?? [],
    alarmEmail: props.alarmEmail,
    moUserName: props.moUserName ?? 'vibes',
    rbmSecret: props.rbmSecret,
    queueRetentionDays: props.queueRetentionDays ?? 4,
    mediaRetentionDays: props.mediaRetentionDays ?? 30,
    unrecognizedRetentionDays: props.unrecognizedRetentionDays ?? 30,
    archiveRetentionDays: props.archiveRetentionDays ?? 30,
    logRetentionDays: props.logRetentionDays ?? 30,
    consumerConcurrency: props.consumerConcurrency ?? 20,
    removalPolicy: props.removalPolicy ?? 'retain',
    mutualTls: props.mutualTls,
  };
}
