import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, type CheckedFact } from './attempt';
import { npmInstall, onNode24, pinned, root, run } from './in-a-folder';

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
    await attempt('the app of its README runs, and its queue has what was published', () => runReadmeApp(app)),
  ];
}

/** Its CDK app, and what its test does, without jest. */
async function runReadmeApp(app: string): Promise<void> {
  const readme = readFileSync(join(root, 'packages', 'local-cloud', 'README.md'), 'utf8');
  const [cdkApp = '', test = ''] = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  const imports = test.slice(0, test.indexOf('let cloud;'));
  const body = test.slice(test.indexOf("'an order reaches the queue'")).replace(/^[^{]*\{\n|\}, 60_000\);\n$/g, '');
  await npmInstall(app, pinned('aws-cdk-lib', 'constructs', '@aws-sdk/client-sqs', '@aws-sdk/client-eventbridge'));
  writeFileSync(join(app, 'app.js'), cdkApp);
  writeFileSync(join(app, 'cdk.json'), '{ "app": "node app.js" }\n');
  const code = body.replace("expect(body).toBe('one');", "if (body !== 'one') throw new Error(body);");
  const script = `${imports}
(async () => {
  const cloud = await startLocalCloud();
  try {
    ${code}
  } finally {
    await cloud.stop();
  }
})();
`;
  writeFileSync(join(app, 'order.js'), script);
  await run(app, 'node', ['order.js'], onNode24());
}
