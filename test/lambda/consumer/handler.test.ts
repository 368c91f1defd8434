import { eventId } from '../../../lambda/core/identity';
import { allWell, message, notification, startMs, won, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });
const refuse = (name: string) => Object.assign(new Error('a message that may quote the content'), { name });

describe('a batch', () => {
  it('is published at once and completed at once', async () => {
    const { did, handle } = world(allWell);
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }), message({ id: 'c' }))).toEqual([]);
    expect(did).toEqual([
      'claim a',
      'claim b',
      'claim c',
      `publish ${idOf('a')} ${idOf('b')} ${idOf('c')}`,
      'complete a b c',
    ]);
  });

  it('is claimed in parallel', async () => {
    let under = 0;
    let most = 0;
    const { handle } = world({
      ...allWell,
      claim: async (claim) => {
        under += 1;
        most = Math.max(most, under);
        await new Promise(setImmediate);
        under -= 1;
        return won(claim);
      },
    });
    await handle(...Array.from({ length: 10 }, (_, n) => message({ id: `m${n}` })));
    expect(most).toBe(10);
  });

  it('carries the request of its envelope to the event', async () => {
    const { published, handle } = world(allWell);
    await handle(message({ id: 'a' }, 'request-7'));
    expect(published[0]).toMatchObject({ id: idOf('a'), detailType: 'MO Message', time: '2026-05-06T07:08:08.500Z' });
    expect(JSON.parse(published[0]?.detail ?? '')).toMatchObject({
      metadata: { id: idOf('a'), requestId: 'request-7' },
    });
  });

  it('of nothing does nothing', async () => {
    const { did, handle } = world({});
    expect(await handle()).toEqual([]);
    expect(did).toEqual([]);
  });

  it('leaves one line for each outcome, with ids and nothing of the content', async () => {
    const { lines, handle } = world(allWell);
    await handle(message({ id: 'a' }));
    expect(lines).toEqual([
      {
        level: 'info',
        code: 'Published',
        repeated: false,
        messageId: 'm0',
        requestId: 'request-a',
        eventId: idOf('a'),
        detailType: 'MO Message',
      },
    ]);
  });

  it('says of a callback whose earlier worker did not finish that it may be a repeat', async () => {
    const { lines, handle } = world({ ...allWell, claim: (claim) => won(claim, 2) });
    await handle(message({ id: 'a' }));
    expect(lines).toMatchObject([{ code: 'Published', repeated: true }]);
  });
});

describe('a record that fails', () => {
  const three = [message({ id: 'a' }), message({ id: 'b' }), message({ id: 'c' })] as const;
  const failed = (step: string, cause: string) =>
    expect.objectContaining({ level: 'error', code: 'RecordFailed', step, cause, messageId: 'm1' });

  it('to be read goes back alone', async () => {
    const { did, lines, metrics, handle } = world(allWell);
    expect(await handle(three[0], 'not an envelope', three[2])).toEqual(['m1']);
    expect(did).toContain('complete a c');
    expect(lines).toContainEqual(failed('read', 'envelope-not-json'));
    expect(metrics).toEqual(['RecordFailed']);
  });

  it('to be claimed goes back alone', async () => {
    const { did, lines, metrics, handle } = world({
      ...allWell,
      claim: (claim) => {
        if (claim.identity.id === 'b') throw refuse('ThrottlingException');
        return won(claim);
      },
    });
    expect(await handle(...three)).toEqual(['m1']);
    expect(did).toContain('complete a c');
    expect(lines).toContainEqual(failed('claim', 'ThrottlingException'));
    expect(metrics).toEqual(['RecordFailed']);
  });

  it('to be stored goes back alone, and is not published', async () => {
    const { did, lines, handle } = world({ ...allWell, put: () => Promise.reject(refuse('AccessDenied')) });
    expect(await handle(three[0], message({ id: 'b', objects: ['k'] }), three[2])).toEqual(['m1']);
    expect(did).toContain(`publish ${idOf('a')} ${idOf('c')}`);
    expect(lines).toContainEqual(failed('store', 'AccessDenied'));
  });

  it('to be published goes back alone, and is not completed', async () => {
    const { did, lines, handle } = world({ ...allWell, publish: () => ({ [idOf('b')]: 'InternalFailure' }) });
    expect(await handle(...three)).toEqual(['m1']);
    expect(did).toContain('complete a c');
    expect(lines).toContainEqual(failed('publish', 'InternalFailure'));
  });

  it('to be completed goes back alone: it is published again, under the same id, and completed then', async () => {
    const { lines, handle } = world({
      ...allWell,
      complete: (leases) => leases.filter(({ claim }) => claim.identity.id === 'b'),
    });
    expect(await handle(...three)).toEqual(['m1']);
    expect(lines).toContainEqual(failed('complete', 'not-completed'));
  });

  it('with every other one leaves nothing to publish or complete', async () => {
    const { did, handle } = world({ claim: () => Promise.reject(refuse('AccessDeniedException')) });
    expect(await handle(...three)).toEqual(['m0', 'm1', 'm2']);
    expect(did).toEqual(['claim a', 'claim b', 'claim c']);
  });

  it('never shows what its error says', async () => {
    const { lines, handle } = world({ claim: () => Promise.reject(refuse('ThrottlingException')) });
    await handle(...three);
    expect(JSON.stringify(lines)).not.toContain('quote');
    expect(JSON.stringify(lines)).toContain('ThrottlingException');
  });
});

describe('a callback that another worker holds', () => {
  const held = () => ({ status: 'held', leaseEndsMs: startMs + 16_200 }) as const;

  it('goes back until a second after that one must be done', async () => {
    const { did, lines, metrics, handle } = world({ claim: held, delay: async () => {} });
    expect(await handle(message({ id: 'a' }))).toEqual(['m0']);
    expect(did).toEqual(['claim a', 'delay r0 18']);
    expect(lines).toMatchObject([{ level: 'info', code: 'Held', messageId: 'm0' }]);
    expect(metrics).toEqual([]);
  });

  it('goes back at the queue’s own time-out when the queue does not take the delay', async () => {
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
    expect(did).toContain('delay r0 1');
  });
});

describe('a duplicate', () => {
  it('is dropped and counted', async () => {
    const { did, lines, metrics, handle } = world({ claim: () => ({ status: 'duplicate' }) });
    expect(await handle(message({ id: 'a' }))).toEqual([]);
    expect(did).toEqual(['claim a']);
    expect(lines).toMatchObject([{ level: 'info', code: 'DuplicateDropped', eventId: idOf('a') }]);
    expect(metrics).toEqual(['DuplicateDropped']);
  });
});

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

describe('a callback whose identity is taken by other content', () => {
  const collides = (id: string) => ({
    ...allWell,
    claim: (claim: Parameters<typeof won>[0]) =>
      claim.identity.id === id ? ({ status: 'collision' } as const) : won(claim),
    put: async () => {},
  });

  it('is published as unrecognized, under an identity of its own, beside the others of its batch', async () => {
    const { published, metrics, lines, handle } = world(collides('b'));
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }))).toEqual([]);
    expect(published.map(({ detailType }) => detailType)).toEqual(['MO Message', 'Unrecognized Callback']);
    expect(JSON.parse(published[1]?.detail ?? '').data).toMatchObject({
      reason: 'identity-collision',
      bucket: 'bucket',
    });
    expect(published[1]?.id).not.toBe(idOf('b'));
    expect(metrics).toEqual(['Unrecognized']);
    expect(lines).toContainEqual(
      expect.objectContaining({ code: 'Published', reason: 'identity-collision', messageId: 'm1' }),
    );
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
    const { lines, handle } = world({ claim: () => ({ status: 'collision' }) });
    expect(await handle(message({ id: 'a' }))).toEqual(['m0']);
    expect(lines).toMatchObject([{ code: 'RecordFailed', cause: 'collision-of-unrecognized' }]);
  });
});

describe('an unrecognized callback', () => {
  it.each([
    ['unknown-root', ['Unrecognized']],
    ['mo-unauthenticated', ['Unrecognized', 'MoUnauthenticated']],
    ['rbm-unverified', ['Unrecognized', 'RbmUnverified']],
  ])('for %s counts %j', async (reason, expected) => {
    const { metrics, handle } = world(allWell);
    await handle(message({ id: 'a', family: 'unrecognized', reason }));
    expect(metrics).toEqual(expected);
  });

  it('is not counted again as a duplicate', async () => {
    const { metrics, handle } = world({ claim: () => ({ status: 'duplicate' }) });
    await handle(message({ id: 'a', family: 'unrecognized', reason: 'unknown-root' }));
    expect(metrics).toEqual(['DuplicateDropped']);
  });
});

describe('an overflow notification', () => {
  const overflow = {
    'overflow/2026-05-06/a b.json': message({ id: 'a' }),
    'overflow/2026-05-06/c.json': message({ id: 'c' }),
  };
  const large = 5_000_000;

  it('brings the envelope that its key, form-encoded, names', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    expect(await handle(notification({ key: 'overflow/2026-05-06/a+b.json', size: 300 }))).toEqual([]);
    expect(did).toEqual(['get overflow/2026-05-06/a b.json', 'claim a', `publish ${idOf('a')}`, 'complete a']);
  });

  it('of several objects brings them all', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    const keys = [
      { key: 'overflow/2026-05-06/a%20b.json', size: 300 },
      { key: 'overflow/2026-05-06/c.json', size: 300 },
    ];
    await handle(notification(...keys));
    expect(did.at(-1)).toBe('complete a c');
  });

  it('goes back when one of its objects is not there, once', async () => {
    const { lines, handle } = world({ ...allWell, overflow });
    const keys = [{ key: 'overflow/2026-05-06/gone.json' }, { key: 'overflow/2026-05-06/gone.json' }];
    expect(await handle(notification({ key: 'overflow/2026-05-06/c.json' }, ...keys))).toEqual(['m0']);
    expect(lines).toContainEqual(expect.objectContaining({ code: 'RecordFailed', step: 'read', cause: 'NoSuchKey' }));
  });

  it('of large objects finishes one before it fetches the next', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    await handle(
      notification({ key: 'overflow/2026-05-06/a+b.json', size: large }),
      notification({ key: 'overflow/2026-05-06/c.json', size: large }),
    );
    expect(did.map((step) => step.split(' ')[0])).toEqual([
      ...['get', 'claim', 'publish', 'complete'],
      ...['get', 'claim', 'publish', 'complete'],
    ]);
  });

  it('of small objects is published together with the others', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    await handle(notification({ key: 'overflow/2026-05-06/c.json', size: 300 }), message({ id: 'a' }));
    expect(did.filter((step) => step.startsWith('publish'))).toHaveLength(1);
  });

  it('for the set-up of itself is dropped with a line', async () => {
    const { did, lines, handle } = world({});
    expect(await handle('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}')).toEqual([]);
    expect(did).toEqual([]);
    expect(lines).toEqual([{ level: 'info', code: 'TestEventDropped', messageId: 'm0' }]);
  });
});

describe('an invocation short of time', () => {
  it('claims nothing and gives everything back', async () => {
    const { did, lines, handle } = world({ remainingMs: () => 6_499 });
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }))).toEqual(['m0', 'm1']);
    expect(did).toEqual([]);
    expect(lines).toMatchObject([{ cause: 'out-of-time' }, { cause: 'out-of-time' }]);
  });

  it('finishes what it began and gives back what it did not', async () => {
    let leftMs = 15_000;
    const { did, handle } = world({
      ...allWell,
      remainingMs: () => leftMs,
      publish: () => {
        leftMs = 2_000;
        return {};
      },
    });
    expect(await handle(message({ id: 'a' }), message({ id: 'a' }), message({ id: 'b' }))).toEqual(['m1']);
    expect(did).toEqual(['claim a', 'claim b', `publish ${idOf('a')} ${idOf('b')}`, 'complete a b']);
  });

  it('does not fetch an object that it could not publish', async () => {
    let leftMs = 15_000;
    const { did, handle } = world({
      ...allWell,
      remainingMs: () => leftMs,
      complete: () => {
        leftMs = 2_000;
        return [];
      },
    });
    const key = 'overflow/2026-05-06/c.json';
    expect(await handle(message({ id: 'a' }), notification({ key, size: 5_000_000 }))).toEqual(['m1']);
    expect(did.some((step) => step.startsWith('get'))).toBe(false);
  });
});

describe('a call that hangs', () => {
  /** Hangs until the signal aborts it, as the adapters do. */
  const hang = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(refuse('AbortError'))));

  /** The signals of an invocation by when they abort. */
  function clock() {
    const controllers = new Map<number, AbortController>();
    const abortAfter = (ms: number) => {
      const controller = new AbortController();
      controllers.set(ms, controller);
      return controller.signal;
    };
    return { abortAfter, abort: (ms: number) => setImmediate(() => controllers.get(ms)?.abort()) };
  }

  it('is given up in time to publish and complete the others', async () => {
    const { abortAfter, abort } = clock();
    const late: boolean[] = [];
    const { handle } = world({
      ...allWell,
      abortAfter,
      claim: (claim, signal) => {
        if (claim.identity.id === 'a') return won(claim);
        abort(10_000);
        return hang(signal);
      },
      publish: (_events, signal) => {
        late.push(signal.aborted);
        return {};
      },
      complete: (_leases, signal) => {
        late.push(signal.aborted);
        return [];
      },
    });
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }))).toEqual(['m1']);
    expect(late).toEqual([false, false]);
  });
});

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
