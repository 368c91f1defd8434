import type { AnySetting } from './setting';
import { settings } from './settings';

type Values = Readonly<Record<string, unknown>>;

/** A settings file's values, one line each, and which settings have their default. */
export function settingsText(path: string, values: Values): string {
  const kept = Object.entries(values).map(([key, value]) => `  ${key} = ${JSON.stringify(value)}`);
  const rest = Object.keys(settings).filter((key) => values[key] === undefined);
  const head = kept.length === 0 ? `${path} sets nothing: every setting has its default.` : `${path} sets:`;
  return [head, ...kept, `At their defaults: ${rest.join(', ')}.`].join('\n');
}

/** Every setting with what it means, for a terminal. */
export function settingsHelp(): string {
  const lines = Object.entries<AnySetting>(settings).map(([key, { about, values }]) => {
    const allowed = values === undefined ? '' : `: ${values}`;
    return `  ${key}\n      ${`${about}${allowed}`.replaceAll('`', '')}.`;
  });
  return ['Settings:', ...lines].join('\n');
}
