import { builtinModules } from 'node:module';
import { peerDependencies } from '../../../package.json';
import { productEntries } from '../../package/build';
import { neededSources, packagesOf } from '../../package/needed-sources';
import { cli, localCloud } from '../../package/workspaces';

const importedBy = (sources: readonly string[]) => packagesOf(sources).filter((name) => !builtinModules.includes(name));

test('the product imports its peers, and nothing else', () => {
  const sources = neededSources(productEntries);
  expect(importedBy(sources)).toEqual(Object.keys(peerDependencies).sort());
  expect(sources).toContain('lib/vibes-callbacks.ts');
});

/** `fauxqs` exports nothing, so it is loaded by the path of its files. */
const loadedByFile = ['fauxqs'];

test.each([localCloud, cli])(
  '$name depends on what its files import, and on nothing else',
  ({ entries, manifest, peers }) => {
    const imported = importedBy(neededSources(entries));
    const dependencies = Object.keys({ ...manifest.dependencies, ...peers });
    expect(dependencies.filter((name) => ![...loadedByFile, 'vibes-callbacks'].includes(name)).sort()).toEqual(
      imported,
    );
    expect(imported.length).toBeGreaterThan(5);
  },
);

test('no test, no benchmark and no script of the project is shipped', () => {
  const sources = neededSources([...productEntries, ...localCloud.entries, ...cli.entries]);
  expect(sources.filter((file) => /(^|\/)test\/|^scripts\/|^packages\/proof\//.test(file))).toEqual([]);
});

test('the local cloud ships no file of the product', () => {
  expect(neededSources(localCloud.entries).filter((file) => !file.startsWith(`${localCloud.folder}/`))).toEqual([]);
});
