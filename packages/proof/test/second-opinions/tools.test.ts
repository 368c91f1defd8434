import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');
const folder = join(root, 'packages', 'proof', 'src', 'second-opinions');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const lists = readdirSync(join(folder, 'requirements')).filter((name) => name.endsWith('.in'));

test.each(lists)('each package of %s is pinned, and so is what it brings, with hashes', (list) => {
  const pinned = read('requirements', list.replace('.in', '.txt')).split(/\n(?=\S)/);
  for (const one of pinned) expect(one).toMatch(/^[a-z0-9.-]+==\S+.*--hash=sha256:[0-9a-f]{64}/s);
  const names = pinned.map((one) => one.split(' ')[0]);
  const wanted = read('requirements', list)
    .split('\n')
    .filter((line) => /^[a-z]/.test(line));
  expect(wanted.length).toBeGreaterThan(0);
  for (const one of wanted) expect(names).toContain(one.replace(/\[.*\]/, ''));
});

test.each(['packages/proof/src/second-opinions/npm', 'scripts/package/ts-node'])(
  'each npm package of %s is pinned by its hash',
  (path) => {
    const readJson = (name: string) => JSON.parse(readFileSync(join(root, path, name), 'utf8'));
    const { packages } = readJson('package-lock.json');
    const { '': project, ...installed }: Record<string, { version?: string; integrity?: string }> = packages;
    expect(project).toMatchObject({ dependencies: readJson('package.json').dependencies });
    for (const { integrity } of Object.values(installed)) expect(integrity).toMatch(/^sha512-/);
  },
);
