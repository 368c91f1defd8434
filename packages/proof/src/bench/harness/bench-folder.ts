import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

let ofThisRun: TemporaryFolder | undefined;

/** A benchmark's part of this run's one temporary folder, made when it is first asked for: `--help` needs none. */
export function benchFolder(name: string): string {
  ofThisRun ??= temporaryFolder('bench-');
  const folder = join(ofThisRun.path, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
