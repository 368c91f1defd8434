import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../../src/conformance/document';

const document = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'CONFORMANCE.md'), 'utf8');

describe('docs/CONFORMANCE.md', () => {
  it('has the tables of what runs: npm run conformance -- --document', () => {
    expect(withTables(document)).toBe(document);
  });

  it('cannot be written where its marks are gone', () => {
    expect(() => withTables('nothing here')).toThrow('no place marked scenarios');
  });
});
