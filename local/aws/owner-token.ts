import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError } from '../local-cloud-error';

/**
 * What makes the local cloud its user's alone: it opens the control API, and the access keys are made of it. Made once,
 * in the file `token` that its owner alone can read.
 * @throws LocalCloudError when the file is no token
 */
export function openOwnerToken(dataDir: string): string {
  const path = join(dataDir, 'token');
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  const token = readFileSync(path, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(token)) return token;
  throw new LocalCloudError(`${path} is damaged: delete it, and the next start makes another token.`);
}

/** An access key that nobody can guess who has not the token; the same after a restart. */
export function accessKeyIdOf(token: string, prefix: 'AKIA' | 'ASIA', name: string): string {
  return `${prefix}${createHmac('sha256', token).update(name).digest('hex').slice(0, 32).toUpperCase()}`;
}
