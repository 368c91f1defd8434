import { nearestName } from './nearest-name';
import { settingKeys } from './read-settings';
import type { SettingsFile } from './settings-file';

type Values = Readonly<Record<string, unknown>>;

/**
 * Advice on a deployment's settings: those that the next deployment removes, because no file has them, and those in the
 * file that this version does not know, as after a checkout of an older one.
 * @param context all of CDK's context
 * @param kept the part of it that is in `cdk.json`
 */
export function settingsAdvice(context: Values, kept: Values, { path, values }: SettingsFile): readonly string[] {
  const passing = Object.entries(context).filter(
    ([key, value]) => settingKeys.includes(key) && kept[key] !== value && asText(values[key]) !== asText(value),
  );
  const unknown = Object.keys(values).filter((key) => !settingKeys.includes(key));
  return [
    ...passing.map(
      ([key, value]) =>
        `${key} counts for this deployment alone. To keep it: npm run settings -- ${key}=${asText(value)}`,
    ),
    ...unknown.map((key) => `${key} in ${path} is not a setting of this version, and is ignored${meant(key)}`),
  ];
}

function meant(key: string): string {
  const nearest = nearestName(key, settingKeys);
  return nearest === undefined ? '.' : `: did you mean "${nearest}"?`;
}

/** A value as the command line has it. */
function asText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${key}=${one}`)
    .join(',');
}
