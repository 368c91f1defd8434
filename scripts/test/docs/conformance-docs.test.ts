import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allScenarios } from '../../../packages/proof/src/conformance/scenarios/all-scenarios';
import { conformanceDocs } from '../../docs/conformance-docs';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'CONFORMANCE.md'), 'utf8');

test('docs/CONFORMANCE.md has the scenarios that run', () => {
  expect(conformanceDocs(page).get('docs/CONFORMANCE.md')).toBe(page);
});

test('the scenarios that it names beside those of public suites exist', () => {
  const suites = page.slice(page.indexOf('| its scenario | shown by |'));
  const rows = suites.split('\n').filter((line) => line.startsWith('| ') && !line.includes('| shown by |'));
  const names = rows.flatMap((row) => row.split(' | ')[1]?.match(/`[^`]+`/g) ?? []);
  const known = allScenarios.map(({ name }) => `\`${name}\``);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});
