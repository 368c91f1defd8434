import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/SECURITY.md');
const [said = '', map = ''] = page.split('## What holds each claim');
const rows = [...map.matchAll(/^\| (?!claim |---)(.+?) \| (.+) \|$/gm)].map(([, claim = '', by = '']) => ({
  claim,
  by,
}));
const other = ['by design of AWS', 'word only'];

/** Tables whose rows are reasons and no promises, or are compared with the template by a test that has a row of its own. */
const tables = /^\| (?!the API|`POST|with mutual|`GET|the callback queue, `ov|the event bus \|)/;

/** Paragraphs, list items and rows that promise something. */
const parts = said
  .replace(/<!-- generated: [\s\S]*?<!-- end -->/g, '')
  .split('\n')
  .filter(
    (line) =>
      line !== '' && !/^(#|\*\*|<!--|For the person)/.test(line) && !tables.test(line) && !line.startsWith('|---'),
  );

test('there is a row for each claim of docs/SECURITY.md, and each part of the page has one', () => {
  expect(parts.length).toBeGreaterThan(20);
  expect(parts.filter((part) => !rows.some(({ claim }) => part.includes(claim)))).toEqual([]);
});

test.each(rows)('“$claim” is on the page, and what holds it exists', ({ claim, by }) => {
  expect(said).toContain(claim);
  if (other.includes(by)) return;
  const tests = [...by.matchAll(/`((?:[\w-]+\/)*test\/[^`]+)`(?: "([^"]+)")?/g)];
  expect(tests.length).toBe(by.split('; ').length);
  for (const [, path = '', title = ''] of tests) {
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
    expect(read(path)).toContain(title);
  }
});

test('the two words for what no test holds are explained, and are the exception', () => {
  for (const word of other) expect(map).toContain(`\`${word}\``);
  expect(rows.filter(({ by }) => !other.includes(by)).length).toBeGreaterThan(rows.length / 2);
});
