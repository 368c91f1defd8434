import { createHash } from 'node:crypto';
import { createMarkSearch } from './find-marks';
import { Marks } from './marks';

const marks = new Marks();
const text = marks.text('text');
const phone = marks.phone('phone');
const word = marks.word('credential', 'word');
const search = createMarkSearch(marks.all);
const foundIn = (haystack: string | Uint8Array) => [...new Set(search(haystack).map(({ mark }) => mark.field))];
const hash = (name: string, value: string, form: 'hex' | 'base64') => createHash(name).update(value).digest(form);

describe('the search for marks', () => {
  it.each([
    ['plain', (value: string) => `a line of ${value}, and more`],
    ['in JSON', (value: string) => JSON.stringify({ member: value })],
    ['in JSON within JSON', (value: string) => JSON.stringify({ member: JSON.stringify([value]) })],
    ['in hex', (value: string) => `x${Buffer.from(value).toString('hex')}`],
    ['in a URL', (value: string) => `https://host/?q=${encodeURIComponent(value)}`],
    ['in a form', (value: string) => new URLSearchParams({ q: value }).toString()],
    ['in UTF-16', (value: string) => Buffer.from(value, 'utf16le')],
    ['in base64, first', (value: string) => Buffer.from(`${value} and more`).toString('base64')],
    ['in base64, after one byte', (value: string) => Buffer.from(`a${value} and more`).toString('base64')],
    ['in base64, after two bytes', (value: string) => Buffer.from(`ab${value}`).toString('base64')],
    ['in base64 for URLs', (value: string) => Buffer.from(`ab${value}?>`).toString('base64url')],
    ...['md5', 'sha1', 'sha256'].flatMap(
      (name) =>
        [
          [`as ${name} in hex`, (value: string) => `key/${hash(name, value, 'hex')}.json`],
          [`as ${name} in capital hex`, (value: string) => hash(name, value, 'hex').toUpperCase()],
          [`as ${name} in base64`, (value: string) => `x ${hash(name, value, 'base64')}`],
        ] as [string, (value: string) => string][],
    ),
  ] as [string, (value: string) => string | Buffer][])('finds each %s', (_, write) => {
    expect(foundIn(write(text))).toContain('text');
    expect(foundIn(write(phone))).toContain('phone');
    expect(foundIn(write(word))).toContain('word');
  });

  it('finds a number without its plus and without its country, and their hashes', () => {
    for (const form of [phone.slice(1), phone.slice(3)]) {
      expect(foundIn(`tel ${form}`)).toEqual(['phone']);
      expect(foundIn(hash('sha256', form, 'hex'))).toEqual(['phone']);
    }
  });

  it('finds a word in small letters, and what is at the very end', () => {
    const loud = createMarkSearch([{ kind: 'content', field: 'loud', value: 'Canary-LOUD-word' }]);
    expect(loud('of canary-loud-word').map(({ mark }) => mark.field)).toContain('loud');
  });

  it('finds nothing in what has none, nor in a hash of more than the mark', () => {
    expect(search('')).toEqual([]);
    expect(search('abc')).toEqual([]);
    expect(search(`word-of-canary-99999 ${hash('sha256', `${phone} ${text}`, 'hex')}`)).toEqual([]);
  });

  it('tells marks apart whose numbers follow each other, in base64 too', () => {
    for (const before of ['', 'a', 'ab']) {
      const written = Buffer.from(`${before}${marks.word('content', 'another')} and more`).toString('base64');
      expect(foundIn(written)).toEqual([]);
    }
  });

  it('says how the mark was written', () => {
    expect(search(Buffer.from(word).toString('hex'))).toEqual([
      expect.objectContaining({ encoding: 'in hex', mark: expect.objectContaining({ field: 'word' }) }),
    ]);
  });
});
