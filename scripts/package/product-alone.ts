import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerDependencies } from '../../package.json';
import { runCommand } from '../../packages/proof/src/support/run-command';
import { attempt, type CheckedFact } from './attempt';
import { npmInstall, pinned, run } from './in-a-folder';

const range = peerDependencies['aws-cdk-lib'];

/** The construct with its peers and nothing else, on the oldest and on the newest CDK that the peer range allows. */
export async function checkProductAlone(tarball: string, folder: string): Promise<readonly CheckedFact[]> {
  const checks: CheckedFact[] = [];
  for (const [name, version] of Object.entries({ oldest: range.replace('^', ''), newest: range })) {
    const app = join(folder, `alone-${name}`);
    mkdirSync(app);
    writeFileSync(join(app, 'app.js'), appCode);
    writeFileSync(join(app, 'local.mjs'), localCode);
    checks.push(...(await checkOn(`aws-cdk-lib ${version}`, app, [tarball, `aws-cdk-lib@${version}`])));
  }
  return checks;
}

async function checkOn(cdk: string, app: string, packages: readonly string[]): Promise<readonly CheckedFact[]> {
  const install = await attempt(`the construct installs by itself, with ${cdk}`, () =>
    npmInstall(app, [...packages, ...pinned('constructs')]),
  );
  if (install.failure !== undefined) return [install];
  return [
    install,
    await attempt(`with ${cdk} it brings no package but its peers`, () => onlyPeers(app)),
    await attempt(`with ${cdk} an app with the construct synthesizes`, async () => {
      await run(app, 'node', ['app.js']);
      if (!existsSync(join(app, 'out', 'MyApp.template.json'))) throw new Error('There is no template.');
    }),
    await attempt('without the commands, "vibes-callbacks start" prints what to install', async () => {
      const { code, output } = await runCommand('npx', ['vibes-callbacks', 'start'], { cwd: app, timeoutMs: 60_000 });
      if (code !== 1 || !output.includes(toInstall)) throw new Error(`It ended with ${code}: ${output}`);
    }),
    await attempt('without the commands, startLocalCloud throws what to install', () =>
      run(app, 'node', ['local.mjs']),
    ),
  ];
}

const toInstall = 'npm install --save-dev @vibes-callbacks/cli';

/** According to npm's own list of installed packages. */
function onlyPeers(app: string): void {
  const { packages } = JSON.parse(readFileSync(join(app, 'node_modules', '.package-lock.json'), 'utf8'));
  const names = Object.keys(packages).filter((path) => !/^node_modules\/(aws-cdk-lib\/|@aws-cdk\/)/.test(path));
  const expected = ['aws-cdk-lib', 'constructs', 'vibes-callbacks'].map((name) => `node_modules/${name}`);
  if (names.sort().join() !== expected.join()) throw new Error(`There are ${names.join(', ')}.`);
}

const appCode = `const { App, Stack } = require('aws-cdk-lib');
const { VibesCallbacks } = require('vibes-callbacks');
const app = new App({ outdir: 'out' });
new VibesCallbacks(new Stack(app, 'MyApp'), 'Vibes', { stageName: 'v1' });
app.synth();
`;

const localCode = `import assert from 'node:assert';
import { startLocalCloud } from 'vibes-callbacks/local';
await assert.rejects(startLocalCloud(), ({ message }) => message.includes('${toInstall}'));
`;
