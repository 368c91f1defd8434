import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file of this user as a whole: a kill leaves the old content or the new, never a part. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** A file for people and tools. */
export function writeJson(path: string, value: unknown): void {
  replaceFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
