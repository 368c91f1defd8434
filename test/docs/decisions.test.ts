import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', 'docs', 'decisions');
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
