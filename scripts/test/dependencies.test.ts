import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaces } from '../../package.json';

const root = join(__dirname, '..', '..');
const decisions = join(root, 'docs', 'decisions');
const reasons = readdirSync(decisions)
  .map((file) => readFileSync(join(decisions, file), 'utf8'))
  .join('\n');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The workspaces, and the tools that are installed at first use. */
const folders = [...workspaces, 'scripts/tools/*'].flatMap((path) =>
  path.endsWith('/*') ? readdirSync(join(root, path.slice(0, -2))).map((name) => path.replace('*', name)) : [path],
);
const manifests = ['.', ...folders]
  .map((folder) => join(root, folder, 'package.json'))
  .filter((path) => existsSync(path))
  .map((path): Manifest => JSON.parse(readFileSync(path, 'utf8')));
const isOurs = (name: string) => name.startsWith('@vibes-callbacks/');
const packages = manifests.flatMap(({ name: by, dependencies, devDependencies, optionalDependencies }) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([name]) => !isOurs(name))
    .map(([name, version]) => [name, version, by] as const),
);

test('the product itself has no dependencies: its functions are bundled', () => {
  expect(manifests.find(({ name }) => name === 'vibes-callbacks')?.dependencies).toBeUndefined();
  expect(packages.length).toBeGreaterThan(50);
});

test.each(packages)('%s has a reason in docs/decisions', (name) => {
  expect(reasons).toContain(`\`${name}\``);
});

test.each(packages)('%s is pinned: %s in %s', (_name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a package has the same version in every manifest', () => {
  const versions = new Map(packages.map(([name, version]) => [name, version]));
  expect(packages.filter(([name, version]) => versions.get(name) !== version)).toEqual([]);
});

test('all packages of ours have one version, and depend on each other by it', () => {
  const ours = manifests.filter(({ name }) => name === 'vibes-callbacks' || isOurs(name));
  expect(ours.map(({ name }) => name).sort()).toEqual([
    '@vibes-callbacks/cli',
    '@vibes-callbacks/local-cloud',
    '@vibes-callbacks/proof',
    'vibes-callbacks',
  ]);
  expect(new Set(ours.map(({ version }) => version)).size).toBe(1);
  // In the clone the workspace is what is meant; `npm run build` writes the version.
  const each = ours.flatMap(({ dependencies = {} }) => Object.entries(dependencies).filter(([name]) => isOurs(name)));
  expect(each).toEqual([['@vibes-callbacks/local-cloud', '*']]);
});
