import { temporaryFolder } from '../../packages/proof/src/support/temporary-folder';
import { checkLocalCloudAlone } from './local-cloud-alone';
import { checkOwnApps } from './own-apps';
import { packInto } from './pack';
import { checkShape } from './package-shape';
import { checkProductAlone } from './product-alone';

/**
 * Packs the project, installs it into empty folders, and uses it as its users do.
 * @returns how many facts do not hold
 */
export async function checkPackage(): Promise<number> {
  const folder = temporaryFolder('vibes-callbacks-package-');
  try {
    const tarballs = await packInto(folder.path);
    // Each has its own folders, and waits for npm most of the time.
    const checks = await Promise.all([
      checkShape(tarballs),
      checkProductAlone(tarballs.product, folder.path),
      checkLocalCloudAlone(tarballs.localCloud, folder.path),
      checkOwnApps(tarballs, folder.path),
    ]);
    for (const { fact, failure } of checks.flat())
      console.log(failure === undefined ? `ok      ${fact}` : `FAILED  ${fact}\n${failure}`);
    const failed = checks.flat().filter(({ failure }) => failure !== undefined).length;
    console.log(`${checks.flat().length - failed} passed, ${failed} failed`);
    return failed;
  } finally {
    await folder.remove();
  }
}
