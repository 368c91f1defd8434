import type { Callback } from '../../../../lambda/reader/callback';
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

  it('is the one of version 0.1.0 besides, made of the identity and the digest that it had there', () => {
    const formerIdentity = { ...callback.identity, part: 'sha256:before' };
    const { formerId } = collisionId({ ...callback, formerIdentity, formerDigest: 'before' });
    expect(formerId).toBe(sha256Hex(JSON.stringify([identityText(formerIdentity), 'before'])));
    expect(collisionId(callback).formerId).toBe(idOf());
  });
});
