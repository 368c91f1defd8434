import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The codes that the sources below `folder` give to the error classes of these names. */
export function thrownCodes(folder: string, ...classes: readonly string[]): ReadonlySet<string> {
  const given = new RegExp(`new (?:${classes.join('|')})\\(\\s*'([a-z-]+)'`, 'g');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Set(
    files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(given)].map(([, code = '']) => code)),
  );
}
