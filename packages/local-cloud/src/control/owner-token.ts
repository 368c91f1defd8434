import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What makes the local cloud its user's alone: it opens the control API. Made anew by each run, in the file `token` that
 * its owner alone can read.
 */
export function makeOwnerToken(dataDir: string): string {
  const path = join(dataDir, 'token');
  const token = randomBytes(32).toString('hex');
  rmSync(path, { force: true });
  writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return token;
}
