import { writeFileSync } from 'node:fs';

/** A file for people and tools, readable by its owner only. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
