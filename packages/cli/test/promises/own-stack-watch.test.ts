import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { sendMo } from '../support/send-mo';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(240_000);

const root = resolve(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();
let directory: string;
let cloud: LocalCloudProcess;

/** The app in a folder of its own, below the project, whose packages it finds. */
beforeAll(async () => {
  mkdirSync(join(root, '.build'), { recursive: true });
  directory = mkdtempSync(join(root, '.build', 'own-app-'));
  cpSync(join(__dirname, '..', 'support', 'own-app'), directory, { recursive: true });
  edit('app.ts', (text) => text.replace('../../../../../lib/', '../../lib/'));
  writeFileSync(join(directory, 'cdk.json'), JSON.stringify({ app: 'npx tsx app.ts' }));
  cloud = await startLocalCloud({ directory, dataDir: newFolder(), more: ['--watch', '--password', 'pw'] });
});

afterAll(async () => {
  await cloud.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("the app of this folder's cdk.json runs, and takes the code of a function as it is saved", async () => {
  await sendMo(cloud, 'ORDER FAIL', 'a001');
  await until(() => isTold('a001', 'told to fail'));
  edit('handlers/index.mjs', (text) => text.replace('told to fail', 'told otherwise'));
  await until(() => cloud.lines().some((line) => /^New code for CountOrder\w+, in \d+ ms\.$/.test(line)));
  await sendMo(cloud, 'ORDER FAIL', 'a002');
  await until(() => isTold('a002', 'told otherwise'));
});

test('a build error has the bundler’s own message; the app is synthesized again once it is fixed', async () => {
  const earlier = cloud.lines().length;
  const printed = (pattern: RegExp) =>
    cloud
      .lines()
      .slice(earlier)
      .findIndex((line) => pattern.test(line));
  edit('handlers/keep.ts', (text) => text.replace('const Item =', 'const Item = ='));
  await until(() => printed(/handlers\/keep\.ts:6:\d+:$/) >= 0);
  expect(printed(/^✘ \[ERROR\] Unexpected "="$/)).toBeGreaterThanOrEqual(0);
  edit('app.ts', (text) => text.replace('Duration.seconds(10)', 'Duration.seconds(7)'));
  edit('handlers/keep.ts', (text) => text.replace('const Item = =', 'const Item ='));
  await until(() => printed(/^It works again: your app was synthesized in [\d.]+ s, and runs\.$/) >= 0);
  expect(printed(/^Synthesizing your app/)).toBeGreaterThanOrEqual(0);
  await sendMo(cloud, 'ORDER FAIL', 'a003');
  await until(() => isTold('a003', 'told otherwise'));
});

function edit(path: string, change: (text: string) => string): void {
  const file = join(directory, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function isTold(id: string, text: string): boolean {
  return cloud.lines().some((line) => line.includes(id) && line.includes(text));
}
