import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSchemas } from '../../../lambda/reader/data-schemas';
import { publishedSchemasCode, publishedSchemasTypes } from '../../package/published-schemas';
import { SchemaTypes } from '../../package/schema-types';

const root = join(__dirname, '..', '..', '..');

test('the schemas in the package are those of the clone', () => {
  const [, json = ''] = /^export const dataSchemas = (.*);$/m.exec(publishedSchemasCode()) ?? [];
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(dataSchemas)));
});

/** Of which neither takes what the other does not. */
const comparison = `
import type * as Made from '../../../lambda/reader/published-schemas';
import type * as Published from './published-schemas';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Plain<T> = T extends object ? { [K in keyof T]: T[K] extends object | null | undefined ? T[K] : Plain<T[K]> } : T;
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? Same<keyof A, keyof B> : 'the clone refuses') : 'the package refuses';
type EachOf<A, B> = { [K in keyof A]: K extends keyof B ? Both<Plain<A[K]>, Plain<B[K]>> : 'missing' }[keyof A];
type Holds<T> = [T] extends [true] ? true : false;
export const data: Holds<EachOf<Made.CallbackData, Published.CallbackData>> = true;
export const payloads: Holds<EachOf<Made.PlatformPayloads, Published.PlatformPayloads>> = true;
export const metadata: Holds<Both<Made.Metadata, Published.Metadata>> = true;
export const outcome: Holds<Both<Made.OutcomeMetadata, Published.OutcomeMetadata>> = true;
export const submitted: Holds<Both<Made.MessageSubmitted, Published.MessageSubmitted>> = true;
`;

test('its types take and refuse the same, by the compiler', () => {
  const folder = join(root, '.build', 'schemas', `types-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    // The two that it imports are the same in both.
    const types = publishedSchemasTypes().replaceAll(" from './", " from '../../../lambda/reader/");
    writeFileSync(join(folder, 'published-schemas.d.ts'), types);
    writeFileSync(join(folder, 'comparison.ts'), comparison);
    writeFileSync(join(folder, 'tsconfig.json'), '{"extends":"../../../tsconfig.json","include":["."],"exclude":[]}');
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const compile = () => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    expect(compile()).toBe('');
    writeFileSync(join(folder, 'published-schemas.d.ts'), types.replace('messageId: string;', 'messageId: number;'));
    expect(compile).toThrow('Command failed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a schema of which no type is known is refused', () => {
  const types = new SchemaTypes();
  expect(() => types.typeOf({ type: 'tuple' })).toThrow('There is no type for');
  expect(types.typeOf({ type: 'array', items: { anyOf: [{ const: 1 }, { type: 'null' }] } })).toBe('(1 | null)[]');
});
