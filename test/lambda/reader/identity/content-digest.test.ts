import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contentDigest } from '../../../../lambda/reader/identity/content-digest';
import { anyCharacter } from '../../../../packages/proof/src/vibes/texts';

/** The same value with its keys in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

/** JSON text tells apart what JSON tells apart, once keys are in order. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${ordered(item)}`);
  return `{${members.sort().join()}}`;
}

const values = fc.jsonValue({ maxDepth: 3 });

describe('contentDigest', () => {
  it('is 64 hex digits', () => {
    expect(contentDigest({ a: 1 })).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is the same whatever the order of the keys', () => {
    fc.assert(fc.property(values, (value) => expect(contentDigest(reversed(value))).toBe(contentDigest(value))));
  });

  it('is another one for another value', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(contentDigest(a) === contentDigest(b)).toBe(ordered(a) === ordered(b));
      }),
    );
  });

  it.each([
    ['the order of a list', [1, 2], [2, 1]],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['null and nothing', { a: null }, {}],
    ['an object and what replaces it', { a: 1 }, { entries: [['a', 1]] }],
  ])('tells apart %s', (_what, a, b) => {
    expect(contentDigest(a)).not.toBe(contentDigest(b));
  });
});

it('hashes what JSON.stringify writes, with members as sorted pairs, texts of any length', () => {
  const sortKeys = (_key: string, value: unknown) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : { entries: Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) };
  const whole = (value: unknown) => createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex');
  fc.assert(fc.property(values, (value) => expect(contentDigest(value)).toBe(whole(value))));
  for (const end of ['', '"', '\u{1F600}', '\ud83d']) {
    const value = { text: `${'x'.repeat(65_535)}${end}`, left: undefined, list: [undefined, null, 1e21] };
    expect(contentDigest(value)).toBe(whole(value));
  }
  const named = fc.dictionary(fc.string({ unit: anyCharacter }), fc.constantFrom(undefined, '1', 1));
  fc.assert(fc.property(fc.array(named), (value) => expect(contentDigest(value)).toBe(whole(value))));
});
