import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOwnApps } from './own-apps';
import { packInto } from './pack';
import { checkShape } from './package-shape';

/**
 * Packs the project, installs it into empty folders, and uses it as its users do.
 * @returns how many facts do not hold
 */
export async function checkPackage(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vibes-callbacks-package-'));
  try {
    const tarball = packInto(folder);
    const checks = [...(await checkShape(tarball)), ...(await checkOwnApps(tarball, folder))];
    for (const { fact, failure } of checks)
      console.log(failure === undefined ? `ok      ${fact}` : `FAILED  ${fact}\n${failure}`);
    const failed = checks.filter(({ failure }) => failure !== undefined).length;
    console.log(`${checks.length - failed} passed, ${failed} failed`);
    return failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
