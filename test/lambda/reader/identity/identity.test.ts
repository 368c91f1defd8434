import fc from 'fast-check';
import type { Identity } from '../../../../lambda/reader/callback';
import { familyNames } from '../../../../lambda/reader/families';
import { eventId, identityText, ledgerKey } from '../../../../lambda/reader/identity/identity';
import { sha256Hex } from '../../../../lambda/shared/sha-256';

const piece = fc.oneof(fc.string(), fc.stringMatching(/^[a#-]{0,4}$/));
const identities: fc.Arbitrary<Identity> = fc.record({
  family: fc.constantFrom(...familyNames),
  id: piece,
  part: piece,
});

function isSame(a: Identity, b: Identity): boolean {
  return a.family === b.family && a.id === b.id && a.part === b.part;
}

const mo: Identity = { family: 'mo', id: '5d0c6b6e', part: '-' };

test('sha256Hex is SHA-256 in lower-case hex', () =>
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));

test('a ledger key asks by family and id, and tells parts apart', () =>
  expect(ledgerKey(mo)).toEqual({ pk: 'mo#5d0c6b6e', sk: '-' }));

test('two identities never share a ledger key', () => {
  fc.assert(
    fc.property(identities, identities, (a, b) => {
      fc.pre(!isSame(a, b));
      expect(ledgerKey(a)).not.toEqual(ledgerKey(b));
    }),
  );
});

test('the text of an identity is its ledger key', () => expect(identityText(mo)).toBe('mo#5d0c6b6e#-'));

test('an event id is a UUID of version 8', () => {
  fc.assert(
    fc.property(identities, (identity) => {
      expect(eventId(identity)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test('an event id never changes: customers keep them', () =>
  expect(eventId(mo)).toBe('782245bb-eec0-807d-8d3d-989f3cf72a7f'));

test('the same identity has the same event id, another one another', () => {
  fc.assert(
    fc.property(identities, identities, (a, b) => {
      expect(eventId(a) === eventId(b)).toBe(isSame(a, b));
      expect(eventId({ ...a })).toBe(eventId(a));
    }),
  );
});

test('a separator within an id does not make two identities one', () =>
  expect(eventId({ family: 'mo', id: 'a#b', part: 'c' })).not.toBe(eventId({ family: 'mo', id: 'a', part: 'b#c' })));
