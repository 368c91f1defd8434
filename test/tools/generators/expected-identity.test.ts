import { expectedDigest, expectedEventId, expectedId, expectedPart } from '../../../tools/generators/expected-identity';

// Written down, not computed: what is in every ledger already.
describe('the identities that the generators expect', () => {
  it('are those of the published examples', () => {
    const mo = { family: 'mo', id: '5d0c6b6e-0000-4000-8000-00000000a001', part: '-' } as const;
    expect(expectedEventId(mo)).toBe('6abcd213-76ea-86bc-a6bf-8c65960177a1');
  });

  it('keep an id, or have its hash where a key cannot', () => {
    expect(expectedId('A/1 %')).toBe('A/1 %');
    expect(expectedId('é'.repeat(256))).toBe('é'.repeat(256));
    expect(expectedId(`${'é'.repeat(256)}a`)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(expectedId('sha256:a')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(expectedId('\ud800')).not.toBe(expectedId('\udc00'));
  });

  it('tell apart what was not sent, a hyphen, and what has separators', () => {
    expect(expectedPart([null, '-', 'a/b', '100%'])).toBe('-/%2D/a%2Fb/100%25');
  });

  it('have one digest whatever the order of keys, and another for another value', () => {
    expect(expectedDigest({ a: 1, b: [null, 'x'] })).toBe(expectedDigest({ b: [null, 'x'], a: 1 }));
    expect(expectedDigest({ a: 1 })).not.toBe(expectedDigest({ a: '1' }));
  });
});
