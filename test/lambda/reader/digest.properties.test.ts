import fc from 'fast-check';
import { identityText } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { type ChangedCallback, changedCallbacks } from '../../../packages/proof/src/fuzz/changed-callbacks';
import { policy } from '../../support/read-event';

/** What the consumer drops one for when it has published the other. */
async function comparesOf({ envelope, changed }: ChangedCallback) {
  const [first, second] = [await readCallback(envelope, policy), await readCallback(changed, policy)];
  return {
    family: first.identity.family,
    isSameIdentity: identityText(first.identity) === identityText(second.identity),
    isSame:
      identityText(first.identity) === identityText(second.identity) && first.contentDigest === second.contentDigest,
  };
}

describe.each(Object.entries(changedCallbacks))('%s', (_document, { family, every, any }) => {
  it('is another callback, or has another digest, with one thing changed', async () => {
    const taken: string[] = [];
    let compared = 0;
    for (const change of every()) {
      const { isSame, isSameIdentity } = await comparesOf(change);
      if (isSame) taken.push(change.what);
      compared += Number(isSameIdentity);
    }
    expect(taken).toEqual([]);
    // Of what is not recognized the digest is the identity.
    expect(compared > 10).toBe(family !== 'unrecognized');
  });

  it('is so with what Vibes does not document, too', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (change) => {
        const compared = await comparesOf(change);
        expect({ what: change.what, isSame: compared.isSame }).toEqual({ what: change.what, isSame: false });
      }),
      { numRuns: 200 },
    );
  });
});
