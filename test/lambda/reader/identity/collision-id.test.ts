import type { Callback, Identity } from '../../../../lambda/reader/callback';
import { collisionId } from '../../../../lambda/reader/identity/collision-id';
import { identityText } from '../../../../lambda/reader/identity/identity';
import { sha256Hex } from '../../../../lambda/shared/sha-256';

const callback: Callback = {
  identity: { family: 'mo', id: '5d0c6b6e', part: '-' },
  contentDigest: 'digest',
  attempt: 1,
  data: {},
  objects: [],
};
const idOf = (change: Partial<Callback> = {}) => collisionId({ ...callback, ...change }).id;

describe('the id of a collision', () => {
  it('is the same for the same identity and content, whatever else a retry changes', () => {
    expect(idOf()).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf({ attempt: 2, data: { text: 'x' } })).toBe(idOf());
  });

  it.each<[string, Partial<Callback>]>([
    ['content', { contentDigest: 'another' }],
    ['id', { identity: { ...callback.identity, id: '5d0c6b6f' } }],
    ['part', { identity: { ...callback.identity, part: '2' } }],
    ['family', { identity: { ...callback.identity, family: 'receipt' } }],
    ['place where the identity ends', { identity: { ...callback.identity, part: '-digest' }, contentDigest: '' }],
  ])('is another one for another %s', (_what, change) => {
    expect(idOf(change)).not.toBe(idOf());
  });

  it('shows nothing of the identity', () => {
    expect(idOf({ identity: { ...callback.identity, id: '15555550100' } })).not.toContain('15555550100');
  });

  it('may be any that earlier versions made of an identity and a digest that they gave it', () => {
    const before = { ...callback.identity, part: 'sha256:before' };
    const { formerIds } = collisionId({ ...callback, formerIdentities: [before], formerDigests: ['sealed', 'plain'] });
    const made = (identity: Identity, digest: string) => sha256Hex(JSON.stringify([identityText(identity), digest]));
    const { identity } = callback;
    expect(formerIds).toEqual([
      ...[made(identity, 'sealed'), made(identity, 'plain')],
      ...[made(before, 'digest'), made(before, 'sealed'), made(before, 'plain')],
    ]);
    expect(collisionId(callback).formerIds).toEqual([]);
  });
});
