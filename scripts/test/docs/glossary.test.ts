import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pagesOf = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
const pages = [...pagesOf('.'), ...pagesOf('docs'), ...pagesOf('docs/decisions')];

const section = /^## 9\. Glossary\n(?<text>.*?)^## /ms.exec(read('docs/ARCHITECTURE.md'))?.groups?.text ?? '';
const terms = [...section.matchAll(/^\| (?!term \|)(?<term>[a-z][\w ]*) \|/gm)].map(({ groups }) => groups?.term ?? '');

/** Words of our own that had a word of the field in their place. */
const retired: readonly (readonly [word: RegExp, instead: string])[] = [
  [/\balarms? (?:rings?|rang)\b|\brings\b|\bringing\b/i, 'an alarm fires'],
  [/\bstand-ins?\b/i, 'emulator, or simulator'],
  [/\bparks?\b|\bparked\b/i, 'dead letters, dead-letter queue'],
  [/\bnot played\b|\bplayed by\b|\bdoes not play\b/i, 'supported, emulated'],
  [/\bdoors?\b/i, 'authentication, endpoint, control API'],
  [/\btime-outs?\b/i, 'timeout'],
];

test('the glossary has thirty terms at most, in order, each once', () => {
  expect(terms.length).toBeGreaterThan(20);
  expect(terms.length).toBeLessThanOrEqual(30);
  expect(terms).toEqual([...new Set(terms)].sort());
});

test.each(pages)('%s has the words of the glossary', (page) => {
  const lines = read(page).split('\n');
  const found = retired.flatMap(([word, instead]) =>
    lines.filter((line) => word.test(line)).map((line) => ({ instead, line })),
  );
  expect(found).toEqual([]);
});

test.each([
  'an alarm rings',
  'the stand-in for AWS',
  'the message is parked',
  'FIFO queues are not played',
  'the front door',
  'the visibility time-out',
])('"%s" is found', (sentence) => {
  expect(retired.some(([word]) => word.test(sentence))).toBe(true);
});
