import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { dependencies, peerDependencies, version } from '../../../package.json';
import { neededSources, packagesOf } from '../../package/needed-sources';

const imported = packagesOf(neededSources()).filter((name) => !builtinModules.includes(name));

test('every package that the shipped files import is a dependency or a peer', () => {
  const known = Object.keys({ ...dependencies, ...peerDependencies });
  expect(imported.filter((name) => !known.includes(name))).toEqual([]);
  expect(imported.length).toBeGreaterThan(10);
});

test('no dependency is there that no shipped file imports', () => {
  // Types alone: they are in the declarations.
  const forTypes = ['@types/aws-lambda'];
  expect(Object.keys(dependencies).filter((name) => !imported.includes(name) && !forTypes.includes(name))).toEqual([]);
});

test('no test, no benchmark and no tool of the project is shipped', () => {
  const sources = neededSources();
  expect(sources.filter((file) => /^(test|tools\/(?!samples\/))/.test(file))).toEqual([]);
  expect(sources).toContain(join('lib', 'vibes-callbacks.ts'));
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
