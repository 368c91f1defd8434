import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, 'docs', 'decisions');
const decisions = readdirSync(folder).filter((file) => file !== 'README.md');
const status = /^# (?<number>\d{4}) .+\n\nStatus: (?:proposed|accepted|replaced by \[\d{4}\]\(\d{4}-[\w-]+\.md\))\n/;

test.each(decisions)('docs/decisions/%s begins with its number and its status', (file) => {
  const { groups } = status.exec(readFileSync(join(folder, file), 'utf8')) ?? {};
  expect(`${groups?.number}`).toBe(file.slice(0, 4));
});

test('no two decisions have one number', () => {
  const numbers = decisions.map((file) => file.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

describe('a decision that is cited', () => {
  const files = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.mjs', '*.cjs'], { cwd: root, encoding: 'utf8' });
  const texts = files
    .trim()
    .split('\n')
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
  const numbers = decisions.map((file) => file.slice(0, 4));

  it('is there', () => {
    const cited = texts.flatMap(({ name, text }) =>
      [...text.matchAll(/\bdecision (\d{4})/g)].map(([, number = '']) => ({ name, number })),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ number }) => !numbers.includes(number))).toEqual([]);
  });

  it('is the one that the link leads to', () => {
    const links = texts.flatMap(({ name, text }) =>
      [...text.matchAll(/\[(?:decision )?(\d{4})\]\((?:[\w./]*\/)?(\d{4})-/g)].map(([link, said, led]) => ({
        name,
        link,
        isTrue: said === led,
      })),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(({ isTrue }) => !isTrue)).toEqual([]);
  });
});
