import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Retries, because something may still be writing into it. */
const removal = { recursive: true, force: true, maxRetries: 5 } as const;

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A folder that only its user can read. It is deleted when the process ends, except by kill -9 or by a signal without a
 * listener: see `exitOnSignals`.
 */
export function temporaryFolder(prefix: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), prefix));
  const removeNow = () => rmSync(path, removal);
  process.once('exit', removeNow);
  return {
    path,
    remove: async () => {
      process.off('exit', removeNow);
      await rm(path, removal);
    },
  };
}
