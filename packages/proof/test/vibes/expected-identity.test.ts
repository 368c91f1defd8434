import { expectedDigest, expectedEventId, expectedId, expectedPart, idShape } from '../../src/vibes/expected-identity';

// Written down, not computed: what is in every ledger already.
describe('the identities that the generators expect', () => {
  it('are those of the published examples', () => {
    const mo = { family: 'mo', id: '5d0c6b6e-0000-4000-8000-00000000a001', part: '-' } as const;
    expect(expectedEventId(mo)).toBe('6abcd213-76ea-86bc-a6bf-8c65960177a1');
  });

  it('keep an id, or have its hash where it is none or a key cannot hold it', () => {
    expect(expectedId('A/1%')).toBe('A/1%');
    expect(expectedId('a'.repeat(512))).toBe('a'.repeat(512));
    for (const id of ['a'.repeat(513), 'a text', 'é', 'sha256:a', 'keyed:a']) {
      expect(expectedId(id)).toMatch(/^keyed:[0-9a-f]{64}$/);
    }
    expect(expectedId('\ud800')).not.toBe(expectedId('\udc00'));
  });

  it('tell apart what was not sent, a hyphen, and what has separators', () => {
    const texts = [null, '-', 'a/b', '100%'];
    expect(expectedPart(texts.map((text) => [text, idShape]))).toBe('-/%2D/a%2Fb/100%25');
  });

  it('have a hash in place of what has not its shape', () => {
    expect(
      expectedPart([
        ['a', idShape],
        ['Ann', /^Handset$/],
      ]),
    ).toMatch(/^a\/keyed:[0-9a-f]{64}$/);
  });

  it('have one digest whatever the order of keys, and another for another value', () => {
    expect(expectedDigest({ a: 1, b: [null, 'x'] })).toBe(expectedDigest({ b: [null, 'x'], a: 1 }));
    expect(expectedDigest({ a: 1 })).not.toBe(expectedDigest({ a: '1' }));
  });
});
