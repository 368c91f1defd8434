import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The token that the control API requires. New in each run, in the file `token`, which only its owner can read.
 */
export function makeOwnerToken(dataDir: string): string {
  const path = join(dataDir, 'token');
  const token = randomBytes(32).toString('hex');
  rmSync(path, { force: true });
  writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}
