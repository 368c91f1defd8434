import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { ConfigError, configMistakes } from './config';
import { readSettings } from './read-settings';
import type { AnySetting } from './setting';
import { settings } from './settings';
import { readSettingsFile } from './settings-file';

type Values = Readonly<Record<string, unknown>>;

/**
 * Writes `key=value` pairs to a settings file; `key=` removes one.
 * @returns the file's new values
 * @throws ConfigError with one sentence for each mistake; then nothing is written
 */
export function writeSettings(path: string, pairs: readonly string[]): Values {
  const file = readSettingsFile(path);
  const values = pairs.map(split).reduce(changed, file.values);
  // Keys that this version does not know stay in the file.
  const { props } = readSettings({}, {}, values);
  const { mistakes } = readSettings(Object.fromEntries(pairs.map(split)), {});
  const all = [...file.mistakes, ...mistakes, ...configMistakes(props)];
  if (all.length > 0) throw new ConfigError(all);
  if (pairs.length > 0) replace(path, `${JSON.stringify(values, null, 2)}\n`);
  return values;
}

function split(pair: string): readonly [key: string, value: string] {
  const at = pair.indexOf('=');
  if (at < 1)
    throw new ConfigError([`"${pair}" is not a setting: write key=value, as in alarmEmail=oncall@example.com.`]);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function changed(values: Values, [key, text]: readonly [string, string]): Values {
  const { [key]: _before, ...others } = values;
  const row = new Map<string, AnySetting>(Object.entries(settings)).get(key);
  return text === '' || row === undefined ? others : { ...others, [key]: row.read(text) };
}

/** Replaces the file completely or not at all, so an interruption leaves it as it was. */
function replace(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch {
    rmSync(unfinished, { force: true });
    throw new ConfigError([`${path} cannot be written: name a file in a folder that is there and yours.`]);
  }
}
