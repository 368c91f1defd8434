import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../lambda/shared/json';

export interface ThirdPartyPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package says it. */
  readonly licence: string;
  /** Names of the files with its licence's text, and its notices. */
  readonly licenceFiles: readonly string[];
  /** Below the project: `node_modules/saxes`. */
  readonly directory: string;
}

export const root = join(__dirname, '..', '..');

/** @throws Error that names a package without what every package has */
export function readPackage(directory: string): ThirdPartyPackage {
  const manifest: unknown = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
  const { name, version, license } = isRecord(manifest) ? manifest : {};
  // As npm's first packages said it.
  const licence = isRecord(license) ? license.type : license;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof licence !== 'string') {
    throw new Error(`${directory}/package.json has not name, version and licence: look at the package itself.`);
  }
  const licenceFiles = readdirSync(join(root, directory)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  return { name, version, licence, licenceFiles: licenceFiles.sort(), directory };
}

export function byName(a: ThirdPartyPackage, b: ThirdPartyPackage): number {
  return `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1;
}
