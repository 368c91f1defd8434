import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeFiles } from '../../package/readme-app';

test('the README’s section on your own app has an app, its command and a function', () => {
  const files = readmeFiles(readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8'));
  expect(Object.keys(files)).toEqual(['app.mjs', 'cdk.json', 'answer/index.mjs']);
  expect(JSON.parse(files['cdk.json'] ?? '')).toEqual({ app: 'node app.mjs' });
  expect(files['app.mjs']).not.toContain('```');
});

test('a file in another section is not one of them', () => {
  expect(readmeFiles('## Deploy\n\n`other.js`:\n\n```js\n1;\n```\n')).toEqual({});
});
