import { commandLine, exitOnSignals, runMain } from '../packages/proof/src/support/run-main';
import { temporaryFolder } from '../packages/proof/src/support/temporary-folder';
import { checkLocalCloudAlone } from './package/local-cloud-alone';
import { checkOwnApps } from './package/own-apps';
import { packInto } from './package/pack';
import { checkShape } from './package/package-shape';
import { checkProductAlone } from './package/product-alone';

runMain(async (argv) => {
  commandLine(
    'npm run check:package --',
    'Packs the project, installs it into empty folders outside of it, and uses it as a stranger does.',
  ).parse(argv, { from: 'user' });
  exitOnSignals('Interrupted: the package was not checked to the end.');
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
    const facts = checks.flat();
    for (const { fact, failure } of facts)
      console.log(failure === undefined ? `ok      ${fact}` : `FAILED  ${fact}\n${failure}`);
    const failed = facts.filter(({ failure }) => failure !== undefined).length;
    console.log(`${facts.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await folder.remove();
  }
});
