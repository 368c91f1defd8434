import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorPolicies } from '../../docs/operator-policies';

it.each(operatorPolicies())('%s is what the commands need: "npm run docs" writes it', (path, content) => {
  expect(readFileSync(join(__dirname, '..', '..', '..', path), 'utf8')).toBe(content);
});

it.each(operatorPolicies())('%s fits into a managed policy: 6,144 characters without white space', (_path, content) => {
  expect(content.replace(/\s/g, '').length).toBeLessThan(6_144);
});
