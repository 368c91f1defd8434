import { accountAdvice, regionMistakes } from './account-advice';
import type { CallbackSettings, StackSettings } from './callback-settings';
import { configMistakes } from './config';
import { environmentName, fileKey, readSettings } from './read-settings';
import { settingsAdvice } from './settings-advice';
import { chosenSettings } from './settings-file';

type Values = Readonly<Record<string, unknown>>;

export interface DeploymentSource {
  /** All of CDK's context. */
  readonly context: Values;
  /** The part of it that is in `cdk.json`. */
  readonly kept: Values;
  readonly environment: Values;
  /** The Region it is deployed to, if known. */
  readonly region: string | undefined;
}

export interface Deployment {
  readonly settings: CallbackSettings & StackSettings;
  /** One sentence each. If there are any, do not use the settings. */
  readonly mistakes: readonly string[];
  readonly advice: readonly string[];
}

/** The settings of a deployment, from the context, the file that it or the environment names, and the environment. */
export function readDeployment({ context, kept, environment, region }: DeploymentSource): Deployment {
  const file = chosenSettings(context[fileKey] ?? environment[environmentName(fileKey)]);
  const { props: settings, mistakes } = readSettings(context, environment, file.values);
  return {
    settings,
    mistakes: [...file.mistakes, ...mistakes, ...configMistakes(settings), ...regionMistakes(settings, region)],
    advice: [...settingsAdvice(context, kept, file), ...accountAdvice(settings, region)],
  };
}
