import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const source = join(__dirname, '..', 'src');
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

/** AWS names two things so. */
const ofAws = /aws\.events\.event\.ingestion-time|ingestionTime/g;

it('no source file knows the product that this package was made for', () => {
  const knowing = files.filter((file) => /vibes|ingest|ledger/i.test(readFileSync(file, 'utf8').replace(ofAws, '')));
  expect(knowing.map((file) => relative(source, file))).toEqual([]);
});

/** The folders that each folder imports. */
function importedFolders(): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const own = dirname(file);
    const found = folders.get(own) ?? new Set();
    folders.set(own, found);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
      const folder = dirname(join(own, path));
      if (folder !== own) found.add(folder);
    }
  }
  return folders;
}

it('no two folders import each other', () => {
  const imported = importedFolders();
  expect([...imported.values()].some((folders) => folders.size > 3)).toBe(true);
  const pairs = [...imported].flatMap(([from, folders]) =>
    [...folders].filter((to) => from < to && imported.get(to)?.has(from)).map((to) => [from, to]),
  );
  expect(pairs.map((pair) => pair.map((folder) => relative(source, folder)))).toEqual([]);
});

it('no source file imports what is outside of the package', () => {
  const outside = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)]
      .map(([, path = '']) => relative(join(source, '..'), join(dirname(file), path)))
      .filter((path) => path.startsWith('..')),
  );
  expect(outside).toEqual([]);
});
