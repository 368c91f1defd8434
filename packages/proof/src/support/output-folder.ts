import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@vibes-callbacks/local-cloud/process';
import { UsageError } from './usage-error';

/**
 * Makes the folder that a command's files will go to, and writes into it once: looked at before the work, so that an hour
 * of it does not end in an error.
 * @param option how another folder is chosen
 * @throws UsageError where it cannot be made or written; nothing is left behind then
 */
export function outputFolder(path: string, option: string): string {
  const probe = join(path, `.writable-${process.pid}`);
  try {
    makeFolder(path);
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch {
    throw new UsageError(`The folder ${path} cannot be made or written: name another with ${option}.`);
  }
  return path;
}
