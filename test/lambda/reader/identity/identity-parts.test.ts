import fc from 'fast-check';
import { boundedId, identityPart, maxIdentityBytes } from '../../../../lambda/reader/identity/identity-parts';
import { sha256Hex } from '../../../../lambda/shared/sha-256';

const components = fc.array(fc.option(fc.oneof(fc.constantFrom('', '-', '%', '/', '%2D', '%2F', '-/'), fc.string())), {
  minLength: 2,
  maxLength: 4,
});

describe('boundedId', () => {
  it('is the id itself up to the limit', () => {
    expect(boundedId('5d0c6b6e')).toBe('5d0c6b6e');
    expect(boundedId('x'.repeat(maxIdentityBytes))).toHaveLength(maxIdentityBytes);
  });

  it('is a hash past it, counted in bytes', () => {
    for (const id of ['x'.repeat(maxIdentityBytes + 1), 'é'.repeat(maxIdentityBytes / 2 + 1), 'x'.repeat(1_000_000)]) {
      expect(boundedId(id)).toBe(`sha256:${sha256Hex(id)}`);
    }
  });

  it('is a hash of its own where half of a surrogate pair would be lost in UTF-8', () => {
    const hashes = ['\ud83d', '\ude00', 'a\ud83d', '\ufffd'].map(boundedId);
    expect(hashes.slice(0, 3)).toEqual(Array(3).fill(expect.stringMatching(/^sha256:[0-9a-f]{64}$/)));
    expect(new Set(hashes).size).toBe(4);
    expect(boundedId('\ud83d\ude00')).toBe('😀');
  });

  it('lets nobody pose as the hash of another id', () => {
    const hash = boundedId('x'.repeat(1_000));
    expect(boundedId(hash)).not.toBe(hash);
  });
});

describe('identityPart', () => {
  it('can be read', () => {
    expect(identityPart(['2024-05-06T12:08:09.123Z', 'Handset', 'true', '107', null])).toBe(
      '2024-05-06T12:08:09.123Z/Handset/true/107/-',
    );
  });

  it.each([
    ['a separator and its escape', ['/', 'x'], ['%2F', 'x']],
    ['what was not sent and a hyphen', [null, 'x'], ['-', 'x']],
    ['a hyphen and its escape', ['-', 'x'], ['%2D', 'x']],
    ['two components and one with a separator', ['a', 'b/c'], ['a/b', 'c']],
  ])('keeps %s apart', (_what, one, other) => {
    expect(identityPart(one)).not.toBe(identityPart(other));
  });

  it('is the same for the same components only', () => {
    fc.assert(
      fc.property(components, components, (a, b) => {
        fc.pre(a.length === b.length);
        expect(identityPart(a) === identityPart(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('fits a sort key', () => {
    expect(identityPart(['/'.repeat(400), 'x']).length).toBeLessThanOrEqual(maxIdentityBytes);
  });
});

describe('a component of millions of characters', () => {
  const long = '%/'.repeat(1_000_000);

  it('is bounded before it is escaped, so that nothing is made that is longer than it', () => {
    const escaping = jest.spyOn(String.prototype, 'replaceAll');
    const part = identityPart([long, 'b']);
    const longest = Math.max(...escaping.mock.contexts.map((text) => String(text).length));
    escaping.mockRestore();
    expect(longest).toBeLessThanOrEqual(512);
    expect(part).toMatch(/^sha256:[0-9a-f]{64}\/b$|^sha256:[0-9a-f]{64}$/);
  });

  it('is another one where one character is, or where its hash is sent instead', () => {
    const [hash = ''] = identityPart(['a', long]).split('/').slice(1);
    const parts = [
      [long, 'b'],
      [`${long}x`, 'b'],
      ['b', long],
      ['a', long],
      ['a', hash],
    ].map(identityPart);
    expect(new Set(parts).size).toBe(parts.length);
  });
});
