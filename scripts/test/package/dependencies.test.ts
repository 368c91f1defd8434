import { peerDependencies } from '../../../package.json';
import { productEntries } from '../../package/build';
import { neededPackages, neededSources } from '../../package/needed-sources';
import { cli, localCloud } from '../../package/workspaces';

test('the product imports its peers, and nothing else', () => {
  expect(neededPackages(productEntries)).toEqual(Object.keys(peerDependencies).sort());
  expect(neededSources(productEntries)).toContain('lib/vibes-callbacks.ts');
});

/** `fauxqs` exports nothing, so it is loaded by the path of its files. */
const loadedByFile = ['fauxqs'];

test.each([localCloud, cli])(
  '$name depends on what its files import, and on nothing else',
  ({ entries, manifest, peers }) => {
    const imported = neededPackages(entries);
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
