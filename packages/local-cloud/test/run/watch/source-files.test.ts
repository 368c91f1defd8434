import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles, readSourceFiles } from '../../../src/run/watch/source-files';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();

function appFolder(): string {
  const folder = newFolder();
  for (const path of ['lib', 'node_modules/x', 'cdk.out', '.git', 'data'])
    mkdirSync(join(folder, path), { recursive: true });
  for (const path of [
    'app.ts',
    'lib/stack.ts',
    'node_modules/x/index.js',
    'cdk.out/manifest.json',
    '.git/HEAD',
    'data/x',
  ])
    writeFileSync(join(folder, path), 'a');
  return folder;
}

test('sources are what is neither installed, made nor hidden', () => {
  const folder = appFolder();
  const files = readSourceFiles(folder, [join(folder, 'data')]);
  expect([...files.keys()].sort()).toEqual([join(folder, 'app.ts'), join(folder, 'lib', 'stack.ts')]);
});

test('a file that is changed, added or gone has changed', () => {
  const folder = appFolder();
  const before = readSourceFiles(folder);
  expect(changedFiles(before, readSourceFiles(folder))).toEqual([]);
  writeFileSync(join(folder, 'app.ts'), 'another length');
  writeFileSync(join(folder, 'new.ts'), 'a');
  rmSync(join(folder, 'lib', 'stack.ts'));
  expect([...changedFiles(before, readSourceFiles(folder))].sort()).toEqual(
    ['app.ts', 'lib/stack.ts', 'new.ts'].map((path) => join(folder, path)),
  );
});
