import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The whole lines of a JSON Lines file in the data folder: the last may be half written. */
export function linesOf<T>(dataDir: string, file: string): readonly T[] {
  const path = join(dataDir, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
