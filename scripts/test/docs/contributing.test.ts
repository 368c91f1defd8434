import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engines, scripts } from '../../../package.json';

const root = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** As they are today: a decision and a changelog speak of what was, and an example has scripts of its own. */
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((page) => !/^(?:docs\/(?:decisions|releases)|examples)\/|^CHANGELOG/.test(page));
const code = pages.flatMap((page) =>
  [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text]) => ({ page, text: text ?? '' })),
);

test('every npm script that is named is there', () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, script = '']) => ({ page, script })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ script }) => !Object.keys(scripts).includes(script))).toEqual([]);
});

test('every path that is named is there', () => {
  const ofRoot = /^(?:bin|lambda|lib|package|packages|scripts|test)\/[\w./-]*$|^docs\/[\w./-]*[.]\w+$/;
  const ofPage = /^[\w-]+(?:\/[\w.-]+)+[.](?:ts|mts|mjs|cjs|md)$/;
  const isThere = (page: string, text: string) =>
    existsSync(join(root, text)) || existsSync(join(root, dirname(page), text));
  // What the README tells to write is not a file of the project.
  const told = ['answer/index.mjs'];
  const paths = code.filter(({ text }) => (ofRoot.test(text) || ofPage.test(text)) && !told.includes(text));
  expect(paths.length).toBeGreaterThan(100);
  expect(paths.filter(({ page, text }) => !isThere(page, text))).toEqual([]);
});

test('every test that the pages say to run is there', () => {
  const tests = execFileSync('git', ['ls-files', 'test/*.ts', 'packages/*/test/*.ts', 'scripts/test/*.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  const named = [...pages, ...tests].flatMap((page) =>
    [...read(page).matchAll(/npm test -- ([\w./-]+)/g)].map(([, path = '']) => ({ page, path })),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});

test('.nvmrc names the oldest Node.js that is supported', () => {
  expect(`>=${read('.nvmrc').trim()}`).toBe(engines.node);
});

test('the changelog says nothing twice', () => {
  const heads = [...read('CHANGELOG.md').matchAll(/^- (?:\*\*)?([^*\n]{12,40})/gm)].map(([, head]) => head ?? '');
  expect(heads.length).toBeGreaterThan(20);
  expect(heads.filter((head, index) => heads.indexOf(head) !== index)).toEqual([]);
});
