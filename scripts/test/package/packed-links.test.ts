import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Code, which only a clone has. */
const onlyInClone = ['examples/', 'lambda/', 'lib/', 'packages/'];

/** What `npm pack` puts into the tarball. */
function packedFiles(): readonly string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const text = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ files }] = JSON.parse(text) as [{ readonly files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

test('each link of a document in the package leads to a file that is in the package', () => {
  const packed = packedFiles();
  const known = new Set(packed.flatMap((path) => [path, dirname(path)]));
  const pages = packed.filter((path) => path.endsWith('.md'));
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/RUNBOOK.md', 'docs/SECURITY.md']));
  const links = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]+)/g)].map(([, target = '']) => ({
      page,
      target: join(dirname(page), target),
    }));
  });
  expect(links.length).toBeGreaterThan(100);
  const lost = links.filter(({ target }) => !known.has(target.replace(/\/$/, '')));
  expect(lost.filter(({ target }) => !onlyInClone.some((folder) => target.startsWith(folder)))).toEqual([]);
});
