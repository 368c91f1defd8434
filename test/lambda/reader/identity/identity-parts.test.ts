import fc from 'fast-check';
import {
  boundedId,
  type Component,
  identityPart,
  isPlainId,
  maxIdentityBytes,
  shapes,
} from '../../../../lambda/reader/identity/identity-parts';
import { identityRule } from '../../../../lambda/reader/identity/identity-rule';
import { sha256Hex } from '../../../../lambda/shared/sha-256';

const rule = identityRule({ identityKey: 'a key' });
const former = identityRule({ identityKey: null });
const keyed = /^keyed:[0-9a-f]{64}$/;

const components = fc.array(
  fc.option(fc.oneof(fc.constantFrom('', '-', '%', '/', '%2D', '%2F', '-/', 'keyed:', 'sha256:'), fc.string())),
  { minLength: 2, maxLength: 4 },
);

/** Components that may be any id. */
const ids = (texts: readonly (string | null)[]): Component[] => texts.map((text) => ({ text, shape: shapes.id }));

describe('boundedId', () => {
  it('is the id itself up to the limit', () => {
    expect(boundedId('5d0c6b6e', rule)).toBe('5d0c6b6e');
    expect(boundedId('x'.repeat(maxIdentityBytes), rule)).toHaveLength(maxIdentityBytes);
  });

  it('is a hash past it', () => {
    for (const id of ['x'.repeat(maxIdentityBytes + 1), 'x'.repeat(1_000_000)]) {
      expect(boundedId(id, rule)).toBe(`keyed:${rule.hash(id)}`);
    }
  });

  it.each(['a text of a person', 'Grüße', 'line\nfeed', '\u0000', ''])('is a hash of what is not an id: %j', (text) => {
    expect(boundedId(text, rule)).toMatch(keyed);
    expect(isPlainId(text)).toBe(false);
  });

  it('is a hash of its own where half of a surrogate pair would be lost in UTF-8', () => {
    const hashes = ['\ud83d', '\ude00', 'a\ud83d', '\ufffd', '\ud83d\ude00'].map((id) => boundedId(id, rule));
    expect(hashes).toEqual(Array(5).fill(expect.stringMatching(keyed)));
    expect(new Set(hashes).size).toBe(5);
  });

  it('lets no id pose as the hash of another, nor as one of an earlier version', () => {
    for (const hash of [boundedId('x'.repeat(1_000), rule), boundedId('x'.repeat(1_000), former)]) {
      expect(boundedId(hash, rule)).not.toBe(hash);
      expect(isPlainId(hash)).toBe(false);
    }
  });

  it('is another hash under another key', () => {
    const other = identityRule({ identityKey: 'another key' });
    expect(boundedId('a text', rule)).not.toBe(boundedId('a text', other));
  });
});

describe('as version 0.1.0 made them', () => {
  it('ids of any text up to the limit stand as they are', () => {
    expect(boundedId('a text', former)).toBe('a text');
    expect(boundedId('\ud83d\ude00', former)).toBe('😀');
    expect(boundedId('é'.repeat(maxIdentityBytes / 2 + 1), former)).toBe(`sha256:${sha256Hex('é'.repeat(257))}`);
    expect(boundedId('sha256:x', former)).toBe(`sha256:${sha256Hex('sha256:x')}`);
    expect(boundedId('keyed:x', former)).toBe('keyed:x');
    expect(boundedId('\ud83d', former)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('parts have their components whatever they look like', () => {
    expect(identityPart([{ text: 'a/text', shape: shapes.code }, ...ids(['-', null])], former)).toBe('a%2Ftext/%2D/-');
  });
});

describe('identityPart', () => {
  it('can be read', () => {
    const part = identityPart(
      [
        { text: '2024-05-06T12:08:09.123Z', shape: shapes.date },
        { text: 'Handset', shape: shapes.receiptType },
        { text: 'true', shape: shapes.flag },
        { text: '107', shape: shapes.code },
        { text: null, shape: shapes.code },
      ],
      rule,
    );
    expect(part).toBe('2024-05-06T12:08:09.123Z/Handset/true/107/-');
  });

  it.each([
    ['a date', 'on Monday, says Ann', shapes.date],
    ['a type', 'call me at home', shapes.receiptType],
    ['a type of one word', 'Ann', shapes.receiptType],
    ['a code', '15555550100', shapes.code],
    ['a status', '+15555550100', shapes.mmStatus],
    ['an event class', 'Ann', shapes.eventClass],
    ['an id', 'call me', shapes.id],
  ])('hashes %s that does not have its shape', (_what, text, shape) => {
    const part = identityPart([...ids(['b']), { text, shape }], rule);
    expect(part).toBe(`b/keyed:${rule.hash(text)}`);
    expect(part).not.toContain(text);
  });

  it.each([
    ['a separator and its escape', ['/', 'x'], ['%2F', 'x']],
    ['what was not sent and a hyphen', [null, 'x'], ['-', 'x']],
    ['a hyphen and its escape', ['-', 'x'], ['%2D', 'x']],
    ['two components and one with a separator', ['a', 'b/c'], ['a/b', 'c']],
    ['a text and its hash', ['a text', 'x'], [`keyed:${rule.hash('a text')}`, 'x']],
  ])('keeps %s apart', (_what, one, other) => {
    expect(identityPart(ids(one), rule)).not.toBe(identityPart(ids(other), rule));
  });

  it.each([
    ['with the key', rule],
    ['as before', former],
  ])('is the same for the same components only, %s', (_name, by) => {
    fc.assert(
      fc.property(components, components, (a, b) => {
        fc.pre(a.length === b.length);
        expect(identityPart(ids(a), by) === identityPart(ids(b), by)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('fits a sort key', () => {
    expect(identityPart(ids(['/'.repeat(400), 'x']), rule).length).toBeLessThanOrEqual(maxIdentityBytes);
  });
});

describe('a component of millions of characters', () => {
  const long = '%/'.repeat(1_000_000);

  it('is bounded before it is escaped, so that nothing is made that is longer than it', () => {
    const escaping = jest.spyOn(String.prototype, 'replaceAll');
    const part = identityPart(ids(['b', long]), rule);
    const longest = Math.max(...escaping.mock.contexts.map((text) => String(text).length));
    escaping.mockRestore();
    expect(longest).toBeLessThanOrEqual(512);
    expect(part).toBe(`b/keyed:${rule.hash(long)}`);
  });

  it('is another one where one character is, or where its hash is sent instead', () => {
    const [hash = ''] = identityPart(ids(['a', long]), rule)
      .split('/')
      .slice(1);
    const parts = [
      [long, 'b'],
      [`${long}x`, 'b'],
      ['b', long],
      ['a', long],
      ['a', hash],
    ].map((texts) => identityPart(ids(texts), rule));
    expect(new Set(parts).size).toBe(parts.length);
  });
});
