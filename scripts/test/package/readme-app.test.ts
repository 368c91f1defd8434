import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeFiles } from '../../package/readme-app';

test('the README’s part on an app of one’s own has an app, its command and a function', () => {
  const files = readmeFiles(readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8'));
  expect(Object.keys(files)).toEqual(['app.mjs', 'cdk.json', 'answer/index.mjs']);
  expect(JSON.parse(files['cdk.json'] ?? '')).toEqual({ app: 'node app.mjs' });
  expect(files['app.mjs']).not.toContain('```');
});

test('what another part has is none of it', () => {
  expect(readmeFiles('## Where the events go\n\n```js\n// other.js\n1;\n```\n')).toEqual({});
});
