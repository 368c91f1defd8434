import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './attempt';
import type { CheckedFact } from './check';
import { npmInstall, onNode24, run } from './in-a-folder';

/** The local cloud in a folder that has nothing of Vibes. */
export async function checkLocalCloudAlone(tarball: string, folder: string): Promise<readonly CheckedFact[]> {
  const app = join(folder, 'local-cloud-alone');
  mkdirSync(app);
  const install = await attempt('the local cloud installs by itself', () => npmInstall(app, [tarball]));
  if (install.failure !== undefined) return [install];
  return [
    install,
    await attempt('it brings neither the construct nor the commands', () => {
      const { packages } = JSON.parse(readFileSync(join(app, 'node_modules', '.package-lock.json'), 'utf8'));
      const ours = Object.keys(packages).filter((path) => /vibes-callbacks|aws-cdk-lib/.test(path));
      if (ours.join() !== 'node_modules/@vibes-callbacks/local-cloud') throw new Error(ours.join('\n'));
    }),
    await attempt('it is loaded, by require and by import', async () => {
      await run(app, 'node', ['-e', "require('@vibes-callbacks/local-cloud').LocalCloud.name"], onNode24());
      const code = "import { LocalCloud } from '@vibes-callbacks/local-cloud'; LocalCloud.name";
      await run(app, 'node', ['--input-type=module', '-e', code], onNode24());
    }),
  ];
}
