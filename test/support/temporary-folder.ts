import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test file, removed after its last test. */
export function temporaryFolder(): () => string {
  const folders: string[] = [];
  afterAll(() => {
    // Retries, because something may still be writing into it.
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'vibes-'));
    folders.push(folder);
    return folder;
  };
}
