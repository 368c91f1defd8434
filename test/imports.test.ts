import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lib = join(__dirname, '..', 'lib');
const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const lambdaImport = /^import (?<words>[^;]*?) from '[./]*\/lambda\/[^']+';/gms;

describe('the stack', () => {
  it('takes nothing but types from the functions', () => {
    const imports = sources.flatMap((file) => [...readFileSync(join(lib, file), 'utf8').matchAll(lambdaImport)]);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter(({ groups }) => !groups?.words?.startsWith('type '))).toEqual([]);
  });
});
