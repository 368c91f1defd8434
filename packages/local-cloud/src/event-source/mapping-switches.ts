import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../base/replace-file';

/**
 * Whether a mapping polls, if an operator switched it since it was deployed. It survives a restart, as in the cloud.
 */
export interface MappingSwitches {
  isEnabled(mapping: { readonly id: string; readonly enabled: boolean }): boolean;
  /** When it was last switched. */
  changedAt(id: string): Date | undefined;
  set(id: string, enabled: boolean): void;
}

interface Switch {
  readonly enabled: boolean;
  readonly changedAtMs: number;
}

export function openMappingSwitches(path: string, now: () => number = Date.now): MappingSwitches {
  const switches = new Map<string, Switch>(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);
  return {
    isEnabled: ({ id, enabled }) => switches.get(id)?.enabled ?? enabled,
    changedAt: (id) => {
      const at = switches.get(id)?.changedAtMs;
      return at === undefined ? undefined : new Date(at);
    },
    set: (id, enabled) => {
      switches.set(id, { enabled, changedAtMs: now() });
      replaceFile(path, JSON.stringify([...switches]));
    },
  };
}
