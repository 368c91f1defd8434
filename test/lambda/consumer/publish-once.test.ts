import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, startMs, won, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });

describe('two copies of a callback in one batch', () => {
  const copies = [message({ id: 'a' }, 'request-1'), message({ id: 'b' }), message({ id: 'a' }, 'request-2')];

  it('are claimed one after the other: the second finds the first published', async () => {
    let claims = 0;
    const { did, metrics, handle } = world({
      ...allWell,
      claim: (claim) => {
        claims += 1;
        return claims < 3 ? won(claim) : { status: 'duplicate' };
      },
    });
    expect(await handle(...copies)).toEqual([]);
    expect(did).toEqual(['claim a', 'claim b', `publish ${idOf('a')} ${idOf('b')}`, 'complete a b', 'claim a']);
    expect(metrics).toEqual(['DuplicateDropped']);
  });

  it('both go back when the first one failed', async () => {
    let claims = 0;
    const { handle } = world({
      ...allWell,
      claim: (claim) => {
        claims += 1;
        return claims < 3 ? won(claim) : { status: 'held', leaseEndsMs: startMs + 17_000 };
      },
      publish: () => ({ [idOf('a')]: 'InternalFailure' }),
      delay: async () => {},
    });
    expect(await handle(...copies)).toEqual(['m0', 'm2']);
  });
});
