import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';

/** The settings that a deployment from this folder has without `-c`: files and environment. */
export async function keptSettings({ io }: OpsContext) {
  // Loads a part of the CDK: only who asks for it waits.
  const { readSettings } = await import('../../../../../lib/read-settings');
  const { defaultSettingsFile } = await import('../../../../../lib/settings-file');
  const { context } = readObject(join(io.directory, 'cdk.json'));
  const file = readObject(join(io.directory, defaultSettingsFile));
  return readSettings(isRecord(context) ? context : {}, io.env, file).props;
}

function readObject(path: string): Readonly<Record<string, unknown>> {
  const value = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
  return isRecord(value) ? value : {};
}
