import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** When things last happened, by name, over restarts: epoch milliseconds. */
export interface KeptTimes {
  get(name: string): number | undefined;
  set(name: string, ms: number): void;
  clear(): void;
}

/** In one file, written whole and renamed. */
export function openKeptTimes(path: string): KeptTimes {
  const times = new Map<string, number>(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);
  const save = () => {
    writeFileSync(`${path}.new`, JSON.stringify([...times]));
    renameSync(`${path}.new`, path);
  };
  return {
    get: (name) => times.get(name),
    set: (name, ms) => {
      times.set(name, ms);
      save();
    },
    clear: () => {
      times.clear();
      save();
    },
  };
}
