import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies, devDependencies } from '../../package.json';
import { optionalDependencies } from '../node24/package.json';

const decisions = join(__dirname, '..', '..', 'docs', 'decisions');
const reasons = readdirSync(decisions)
  .map((file) => readFileSync(join(decisions, file), 'utf8'))
  .join('\n');
const packages = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

test.each(packages)('%s has a reason in docs/decisions', (name) => {
  expect(reasons).toContain(`\`${name}\``);
});

test.each(packages)('%s is pinned: %s', (_name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
