import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Something may still be writing into it: its last file is waited for. */
const removal = { recursive: true, force: true, maxRetries: 5 } as const;

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A folder that its user alone can read, and that is gone when the process is, however that ended but by a kill -9. A
 * signal that nobody listens to is as hard an end: see `exitOnSignals`.
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
