import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../base/replace-file';

/** When things last happened, by name, over restarts: epoch milliseconds. */
export interface KeptTimes {
  get(name: string): number | undefined;
  set(name: string, ms: number): void;
  /** Moves all of them by so many milliseconds. */
  shift(ms: number): void;
  clear(): void;
}

export function openKeptTimes(path: string): KeptTimes {
  const times = new Map<string, number>(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);
  const save = () => replaceFile(path, JSON.stringify([...times]));
  return {
    get: (name) => times.get(name),
    set: (name, ms) => {
      times.set(name, ms);
      save();
    },
    shift: (ms) => {
      for (const [name, at] of times) times.set(name, at + ms);
      save();
    },
    clear: () => {
      times.clear();
      save();
    },
  };
}
