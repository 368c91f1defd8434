import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything that the template and the bundles are made of, below the project's folder. */
const inputs = [
  'bin/app.ts',
  'lib',
  'lambda',
  'cdk.json',
  'cdk.context.json',
  'settings.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * A digest of all inputs' contents and of the settings: the same digest, the same cloud assembly.
 * @param more files that are read besides
 */
export function inputsFingerprint(projectDirectory: string, settings: unknown, more: readonly string[] = []): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of [...inputs, ...more].flatMap((input) => filesBelow(projectDirectory, input))) {
    hash.update(`\0${path}\0`).update(readFileSync(resolve(projectDirectory, path)));
  }
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(root: string, path: string): readonly string[] {
  const full = resolve(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).filter((name) => !name.startsWith('.'));
  return names.sort().flatMap((name) => filesBelow(root, join(path, name)));
}
