import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lib = join(__dirname, '..', 'lib');
const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const lambdaImport = /^import (?<words>[^;]*?) from '[./]*\/lambda\/(?<file>[^']+)';/gms;

describe('the stack', () => {
  it('takes types from the functions, and as values their tables of names and the schemas that filters are checked with', () => {
    const imports = sources.flatMap((file) => [...readFileSync(join(lib, file), 'utf8').matchAll(lambdaImport)]);
    expect(imports.length).toBeGreaterThan(0);
    const values = imports.filter(({ groups }) => !isOfTypes(groups?.words ?? ''));
    const files = new Set(values.map(({ groups }) => groups?.file));
    expect([...files].sort()).toEqual([
      'reader/event-schemas',
      'reader/families',
      'shared/metric-names',
      'shared/mo-route',
    ]);
  });
});

/** `type { A }`, or `{ type A, type B }`. */
function isOfTypes(words: string): boolean {
  return words.startsWith('type ') || /^\{\s*type \w+(,\s*type \w+)*,?\s*\}$/.test(words);
}
