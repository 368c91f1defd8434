import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { upgradingDocs } from '../../docs/upgrading-docs';

test('npm run docs has nothing to change in docs/UPGRADING.md', () => {
  const upgrading = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'UPGRADING.md'), 'utf8');
  expect(upgradingDocs(upgrading).get('docs/UPGRADING.md')).toBe(upgrading);
});
