import type { CallbackSettings, StackSettings } from './callback-settings';
import { nameAdvice } from './nearest-name';
import type { AnySetting } from './setting';
import { callbackSettings, mutualTlsSettings, settings, stackSettings } from './settings';

type Values = Readonly<Record<string, unknown>>;

/** Every key that can be set by `cdk -c key=value`, in `cdk.json`, in the settings file, or by the environment. */
export const settingKeys: readonly string[] = Object.keys(settings);

/** Names the file that has the other settings. Only the command line and the environment may set it. */
export const fileKey = 'settings';

/** `vibesRegion` is `CALLBACKS_VIBES_REGION` in the environment. */
export function environmentName(key: string): string {
  return `CALLBACKS_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

export interface ReadSettings {
  /** Unchecked: `configMistakes` checks each value before anything else sees it. */
  readonly props: CallbackSettings & StackSettings;
  /** One sentence for each unknown key. */
  readonly mistakes: readonly string[];
}

/**
 * Reads the stack's settings from CDK context, then the file, then the environment. An empty value counts as absent.
 */
export function readSettings(context: Values, environment: Values, file: Values = {}): ReadSettings {
  const raw = (key: string) =>
    present(context[key]) ?? present(file[key]) ?? present(environment[environmentName(key)]);
  const mutualTls = readAll(mutualTlsSettings, raw);
  const props: Values = {
    ...readAll({ ...callbackSettings, ...stackSettings }, raw),
    ...(Object.keys(mutualTls).length === 0 ? {} : { mutualTls }),
  };
  return { props: props as CallbackSettings & StackSettings, mistakes: unknownKeys(context) };
}

function readAll(rows: Readonly<Record<string, AnySetting>>, raw: (key: string) => unknown): Values {
  const read = Object.entries(rows).map(([key, row]) => {
    const value = raw(key);
    return [key, value === undefined ? undefined : row.read(value)] as const;
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/**
 * Other tools use the context too, but CDK's own keys contain a colon, a slash or a hyphen: a plain word is meant for
 * us.
 */
function unknownKeys(context: Values): string[] {
  return Object.keys(context)
    .filter((key) => /^[a-zA-Z]+$/.test(key) && key !== fileKey && !settingKeys.includes(key))
    .map((key) => `${key} is not a setting: ${nameAdvice(key, settingKeys)}`);
}

function present(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}
