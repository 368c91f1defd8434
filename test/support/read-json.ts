import { readFileSync } from 'node:fs';

/** What a program of ours wrote as JSON, of the shape that the caller knows. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}
