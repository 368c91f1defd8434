import { existsSync, readFileSync } from 'node:fs';

/** The default file. Git ignores it, so a checkout of another version leaves it as it is. */
export const defaultSettingsFile = 'settings.json';

export interface SettingsFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** One sentence if the file cannot be read. */
  readonly mistakes: readonly string[];
}

/** Named instead of a file: tests and checks of the stack must not depend on a user's settings. */
const noFile = 'none';

/** The file that `-c settings=FILE` or the environment names, which must exist, or the default file, which may. */
export function chosenSettings(chosen: unknown): SettingsFile {
  if (chosen === noFile) return { path: noFile, values: {}, mistakes: [] };
  const path = chosen === undefined || chosen === '' ? defaultSettingsFile : String(chosen);
  if (path === defaultSettingsFile || existsSync(path)) return readSettingsFile(path);
  const advice = `write it with npm run settings -- --file ${path} key=value`;
  return { path, values: {}, mistakes: [`settings is "${path}": there is no such file; ${advice}.`] };
}

/** Reads the file; one that does not exist has no settings. */
export function readSettingsFile(path: string): SettingsFile {
  if (!existsSync(path)) return { path, values: {}, mistakes: [] };
  try {
    const values: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(values)) return { path, values, mistakes: [] };
  } catch {
    // Reported below: the parser's message would not help more.
  }
  const mistakes = [`${path} is not a JSON object: write it as { "alarmEmail": "oncall@example.com" }.`];
  return { path, values: {}, mistakes };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
