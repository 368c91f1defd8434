import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, one by one: with `recursive`, Node.js 20 and 24 try for minutes if one cannot be
 * made in its parent, as below /proc.
 * @param mode of each that is made
 * @returns the topmost one that it made; undefined where all were there
 * @throws the system's error, and then none is left behind
 */
export function makeFolder(path: string, mode?: number): string | undefined {
  const made: string[] = [];
  try {
    for (const folder of missingFolders(path)) {
      mkdirSync(folder, mode);
      made.push(folder);
    }
  } catch (error) {
    for (const folder of made.toReversed()) rmdirSync(folder);
    throw error;
  }
  return made[0];
}

/** From the top. */
function missingFolders(path: string): readonly string[] {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? [] : [...missingFolders(parent), path];
}
