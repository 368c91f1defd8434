import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeFiles, readmeInstallLines } from '../../package/readme-app';

test('the README’s section on your own app has an app, its command and a function', () => {
  const files = readmeFiles(readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8'));
  expect(Object.keys(files)).toEqual(['app.mjs', 'cdk.json', 'answer/index.mjs']);
  expect(JSON.parse(files['cdk.json'] ?? '')).toEqual({ app: 'node app.mjs' });
  expect(files['app.mjs']).not.toContain('```');
});

test('the README installs the three packages, each from its own tarball', () => {
  const readme = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');
  expect(readmeInstallLines(readme)).toEqual([
    'npm i ./vibes-callbacks-[0-9]*.tgz aws-cdk-lib constructs aws-cdk',
    'npm i -D ./vibes-callbacks-local-cloud-*.tgz ./vibes-callbacks-cli-*.tgz',
  ]);
});

test('a file in another section is not one of them', () => {
  expect(readmeFiles('## Deploy\n\n`other.js`:\n\n```js\n1;\n```\n')).toEqual({});
});
