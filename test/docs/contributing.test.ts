import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines, scripts } from '../../package.json';

const root = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const code = ['CONTRIBUTING.md', 'docs/ARCHITECTURE.md'].flatMap((page) =>
  [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text]) => ({ page, text: text ?? '' })),
);

test('every npm script that is named is there', () => {
  const named = code.flatMap(({ page, text }) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => ({ page, script: script ?? '' })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ script }) => !Object.keys(scripts).includes(script))).toEqual([]);
});

test('every path that is named is there', () => {
  const paths = code.filter(({ text }) =>
    /^(?:bin|docs|lambda|lib|local|ops|simulator|test|tools)\/[\w./-]*$/.test(text),
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter(({ text }) => !existsSync(join(root, text)))).toEqual([]);
});

test('.nvmrc names the oldest Node.js that is supported', () => {
  expect(`>=${read('.nvmrc').trim()}`).toBe(engines.node);
});

test('the changelog says nothing twice', () => {
  const heads = [...read('CHANGELOG.md').matchAll(/^- (?:\*\*)?([^*\n]{12,40})/gm)].map(([, head]) => head ?? '');
  expect(heads.length).toBeGreaterThan(20);
  expect(heads.filter((head, index) => heads.indexOf(head) !== index)).toEqual([]);
});
