import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { familySources, missingSchemas } from '../../docs/family-sources';

const project = join(__dirname, '..', '..', '..');

test.each([...familySources()])('npm run docs has nothing to change in %s', (path, content) => {
  expect(readFileSync(join(project, path), 'utf8')).toBe(content);
});

test('a row without its schema is reported with the file that is missing', () => {
  expect(missingSchemas(project)).toEqual([]);
  expect(missingSchemas(tmpdir())).toContain('lambda/reader/mms/mms-delivery-report-schema.ts');
});
