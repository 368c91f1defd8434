import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lib = join(__dirname, '..', 'lib');
const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const lambdaImport = /^import (?<words>[^;]*?) from '[./]*\/lambda\/[^']+';/gms;

describe('the stack', () => {
  it('takes nothing but types from the functions, and the schemas that filters are checked with', () => {
    const imports = sources.flatMap((file) => [...readFileSync(join(lib, file), 'utf8').matchAll(lambdaImport)]);
    expect(imports.length).toBeGreaterThan(0);
    const values = imports.filter(({ groups }) => !groups?.words?.startsWith('type ')).map(([statement]) => statement);
    expect(values).toEqual([`import { dataSchemas, detailSchema } from '../lambda/reader/event-schemas';`]);
  });
});
