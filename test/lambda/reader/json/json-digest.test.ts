import fc from 'fast-check';
import { JsonObject } from '../../../../lambda/reader/json/json-object';

const digest = (text: string, without: ReadonlySet<string> = new Set()) =>
  JsonObject.parse(text).digest((name, value) => value !== '{' && without.has(name));

/** The same value written otherwise: keys the other way round, white space, escapes. */
function rewrite(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(rewrite).join(' ,\n')} ]`;
  if (typeof value === 'string') return `"${[...value].map(escaped).join('')}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).reverse();
  return `\t{ ${members.map(([name, member]) => `${rewrite(name)}\r\n: ${rewrite(member)}`).join(',')} }`;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

const objects = fc.dictionary(fc.string(), fc.jsonValue());

describe('jsonDigest', () => {
  it('is the same for the same content written otherwise', () => {
    fc.assert(fc.property(objects, (value) => digest(rewrite(value)) === digest(JSON.stringify(value))));
  });

  it('is different for different content', () => {
    fc.assert(
      fc.property(objects, objects, (a, b) => {
        fc.pre(rewrite(sorted(a)) !== rewrite(sorted(b)));
        expect(digest(JSON.stringify(a))).not.toBe(digest(JSON.stringify(b)));
      }),
    );
  });

  it.each([
    ['numbers past 2^53', '{"n":9007199254740993}', '{"n":9007199254740992}'],
    ['fractions past a double', '{"n":0.10000000000000000001}', '{"n":0.1}'],
    ['a number and a string', '{"n":1}', '{"n":"1"}'],
    ['one list and two', '{"a":[1,2]}', '{"a":[[1],2]}'],
    ['the order of a list', '{"a":[1,2]}', '{"a":[2,1]}'],
    ['the order of members with one name', '{"a":1,"a":2}', '{"a":2,"a":1}'],
    ['a member given twice', '{"a":1,"a":1}', '{"a":1}'],
    ['an empty object and an empty list', '{"a":{}}', '{"a":[]}'],
    ['a name that ends where a value begins', '{"a":"b,c"}', '{"a,b":"c"}'],
  ])('tells apart %s', (_, a, b) => {
    expect(digest(a)).not.toBe(digest(b));
  });

  it('leaves out the named members of the outer object', () => {
    const without = new Set(['delivery_attempt']);
    expect(digest('{"delivery_attempt":2,"a":1}', without)).toBe(digest('{"a":1}', without));
  });

  it('leaves them out by the value that they were sent with', () => {
    const without = new Set(['delivery_attempt']);
    expect(digest('{"delivery_attempt":{},"a":1}', without)).not.toBe(digest('{"a":1}', without));
  });

  it('does not leave out members of that name further in', () => {
    const without = new Set(['delivery_attempt']);
    expect(digest('{"a":{"delivery_attempt":2}}', without)).not.toBe(digest('{"a":{}}', without));
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
