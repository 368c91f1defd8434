import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, startMs, won, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });
const refuse = (name: string) => Object.assign(new Error('a message that may quote the content'), { name });

describe('a claim', () => {
  it('has a lease that outlives the invocation by the clocks’ difference', async () => {
    const leases: number[] = [];
    const { handle } = world({
      ...allWell,
      remainingMs: () => 14_800,
      claim: (claim) => {
        leases.push(claim.leaseEndsMs);
        return won(claim);
      },
    });
    await handle(message({ id: 'a' }));
    expect(leases).toEqual([startMs + 14_800 + 2_000]);
  });
});
describe('a callback that another worker holds', () => {
  const held = () => ({ status: 'held', leaseEndsMs: startMs + 16_200 }) as const;

  it('goes back until a second after that one must be done', async () => {
    const { did, lines, metrics, handle } = world({ claim: held, delay: async () => {} });
    expect(await handle(message({ id: 'a' }))).toEqual(['m0']);
    expect(did).toEqual(['claim a', 'delay r0 of queue-0 18']);
    expect(lines).toMatchObject([{ code: 'Held', messageId: 'm0' }]);
    expect(metrics).toEqual([]);
  });

  it('goes back at the queue’s own timeout when the queue does not take the delay', async () => {
    const { lines, handle } = world({ claim: held, delay: () => Promise.reject(refuse('MessageNotInflight')) });
    expect(await handle(message({ id: 'a' }))).toEqual(['m0']);
    expect(lines).toMatchObject([
      { level: 'warn', code: 'DelayFailed', cause: 'MessageNotInflight' },
      { code: 'Held' },
    ]);
  });

  it('comes back in a second when the lease has just lapsed', async () => {
    const lapsed = () => ({ status: 'held', leaseEndsMs: startMs - 5_000 }) as const;
    const { did, handle } = world({ claim: lapsed, delay: async () => {} });
    await handle(message({ id: 'a' }));
    expect(did).toContain('delay r0 of queue-0 1');
  });
});

describe('a duplicate', () => {
  it('is dropped and counted', async () => {
    const { did, lines, metrics, handle } = world({ claim: () => ({ status: 'duplicate' }) });
    expect(await handle(message({ id: 'a' }))).toEqual([]);
    expect(did).toEqual(['claim a']);
    expect(lines).toMatchObject([{ code: 'DuplicateDropped', eventId: idOf('a') }]);
    expect(metrics).toEqual(['DuplicateDropped']);
  });
});

describe('a callback that had another identity before the upgrade', () => {
  const body = { id: 'a', formerId: 'before' };

  it('is published under the new one where the ledger does not know the earlier', async () => {
    const { did, published, handle } = world(allWell);
    expect(await handle(message(body))).toEqual([]);
    expect(did.slice(0, 2)).toEqual(['knows before', 'claim a']);
    expect(published.map(({ id }) => id)).toEqual([idOf('a')]);
  });

  it('goes on under the earlier one where the ledger knows it: a repeat has its id', async () => {
    const { did, published, lines, handle } = world({ ...allWell, knows: (id) => id === 'before' });
    expect(await handle(message(body))).toEqual([]);
    expect(did).toEqual(['knows before', 'claim before', `publish ${idOf('before')}`, 'complete before']);
    expect(JSON.parse(published[0]?.detail ?? '').metadata).toMatchObject({
      id: idOf('before'),
      identity: 'mo#before#-',
    });
    expect(lines).toMatchObject([{ code: 'Published', eventId: idOf('before') }]);
  });

  it('goes back where the ledger does not say', async () => {
    const knows = () => {
      throw refuse('ThrottlingException');
    };
    const { lines, handle } = world({ ...allWell, knows });
    expect(await handle(message(body))).toEqual(['m0']);
    expect(lines).toMatchObject([{ code: 'RecordFailed', step: 'claim', cause: 'ThrottlingException' }]);
  });
});

describe('a callback whose identity is taken by other content', () => {
  const earlier = { eventId: '0a6f1c3e-0000-8000-8000-00000000a001', requestId: 'request-0' };
  const collides = (id: string) => ({
    ...allWell,
    claim: (claim: Parameters<typeof won>[0]) =>
      claim.identity.id === id ? ({ status: 'collision', with: earlier } as const) : won(claim),
    put: async () => {},
  });

  it('is published as unrecognized, under an identity of its own, beside the others of its batch', async () => {
    const { published, metrics, lines, handle } = world(collides('b'));
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }))).toEqual([]);
    expect(published.map(({ detailType }) => detailType)).toEqual(['MO Message', 'Unrecognized Callback']);
    expect(JSON.parse(published[1]?.detail ?? '').data).toMatchObject({
      reason: 'identity-collision',
      bucket: 'bucket',
      collidesWith: earlier,
    });
    expect(published[1]?.id).not.toBe(idOf('b'));
    expect(metrics).toEqual(['Unrecognized']);
    expect(lines).toContainEqual(expect.objectContaining({ code: 'Published', reason: 'identity-collision' }));
  });

  it('keeps its bytes before it is published', async () => {
    const { did, handle } = world(collides('a'));
    await handle(message({ id: 'a' }));
    expect(did.map((step) => step.split(' ')[0])).toEqual(['claim', 'claim', 'put', 'put', 'publish', 'complete']);
    expect(did[2]).toMatch(/^put unrecognized\/identity-collision\/2026-05-06\/[0-9a-f-]{36}\.bin$/);
  });

  it('has the same event id when Vibes sends it again', async () => {
    const { published, handle } = world(collides('a'));
    await handle(
      message({ id: 'a', digest: 'x', objects: [] }, 'request-1'),
      message({ id: 'a', digest: 'x' }, 'request-2'),
    );
    expect(published).toHaveLength(2);
    expect(published[0]?.id).toBe(published[1]?.id);
  });

  it('has another event id than a third content of the same identity', async () => {
    const { published, handle } = world(collides('a'));
    await handle(message({ id: 'a', digest: 'x' }), message({ id: 'a', digest: 'y' }));
    expect(published).toHaveLength(2);
    expect(published[0]?.id).not.toBe(published[1]?.id);
  });

  it('goes back when even that identity is taken', async () => {
    const { lines, handle } = world({ claim: () => ({ status: 'collision', with: earlier }) });
    expect(await handle(message({ id: 'a' }))).toEqual(['m0']);
    expect(lines).toMatchObject([{ code: 'RecordFailed', cause: 'collision-of-unrecognized' }]);
  });
});

describe('what is unrecognized, with another proof or other headers than a copy of before', () => {
  const second = (claim: Parameters<typeof won>[0]) =>
    claim.identity.id === 'u' ? ({ status: 'collision', with: { eventId: 'e', requestId: 'r' } } as const) : won(claim);
  const odd = {
    id: 'u',
    family: 'unrecognized',
    reason: 'rbm-unverified',
    digest: 'signed by another secret',
  } as const;

  it('is kept beside it, for its own reason, and names no earlier event', async () => {
    const { published, metrics, handle } = world({ ...allWell, claim: second, put: async () => {} });
    expect(await handle(message(odd))).toEqual([]);
    expect(JSON.parse(published[0]?.detail ?? '').data).toMatchObject({ reason: 'rbm-unverified', collidesWith: null });
    expect(metrics).toEqual(['Unrecognized', 'RbmUnverified']);
  });

  it('has the same event id when it comes again, and another one than a third', async () => {
    const { published, handle } = world({ ...allWell, claim: second, put: async () => {} });
    await handle(message(odd, 'request-1'), message(odd, 'request-2'), message({ ...odd, digest: 'unsigned' }));
    const third = published.find(({ detail }) => detail.includes('"requestId":"request-u"'))?.id;
    const others = published.filter(({ id }) => id !== third);
    expect([others.length, new Set(others.map(({ id }) => id)).size]).toEqual([2, 1]);
  });
});
