import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, notification, won, world } from './world';

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

  it('has its small callbacks finished before a large one is begun, and each large one alone', async () => {
    const { did, handle } = world(allWell);
    const large = (id: string) => message({ id, digest: 'x'.repeat(100_000) });
    await handle(large('c'), message({ id: 'a' }), large('d'), message({ id: 'b' }));
    expect(did).toEqual([
      'claim a',
      'claim b',
      `publish ${idOf('a')} ${idOf('b')}`,
      'complete a b',
      ...['c', 'd'].flatMap((id) => [`claim ${id}`, `publish ${idOf(id)}`, `complete ${id}`]),
    ]);
  });

  it('has its small callbacks published before the larger one among them is read', async () => {
    const { did, handle, deps } = world(allWell);
    const read = deps.readCallback;
    Object.assign(deps, {
      readCallback: (...args: Parameters<typeof read>) => {
        did.push(`read ${args[0].requestId}`);
        return read(...args);
      },
    });
    const larger = message({ id: 'c', digest: 'x'.repeat(16_000) }, 'c');
    await handle(message({ id: 'a' }, 'a'), larger, message({ id: 'b' }, 'b'));
    expect(did).toEqual([
      ...['read a', 'read b', 'claim a', 'claim b', `publish ${idOf('a')} ${idOf('b')}`, 'complete a b'],
      ...['read c', 'claim c', `publish ${idOf('c')}`, 'complete c'],
    ]);
  });

  it('is published but for the body that kills the process', async () => {
    const { did, handle, deps } = world(allWell);
    const read = deps.readCallback;
    const killed = new Promise<never>(() => {});
    let reached: () => void = () => {};
    const begun = new Promise<void>((resolve) => {
      reached = resolve;
    });
    Object.assign(deps, {
      readCallback: (...args: Parameters<typeof read>) => {
        if (args[0].body.length < 100_000) return read(...args);
        reached();
        return killed;
      },
    });
    void handle(message({ id: 'poison', digest: 'x'.repeat(200_000) }), message({ id: 'a' }));
    await begun;
    expect(did).toEqual(['claim a', `publish ${idOf('a')}`, 'complete a']);
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

  it('reads nothing that it could not publish', async () => {
    let leftMs = 15_000;
    const { did, handle, deps } = world({ ...allWell, remainingMs: () => leftMs });
    const read = deps.readCallback;
    Object.assign(deps, {
      readCallback: (...args: Parameters<typeof read>) => {
        did.push(`read ${args[0].requestId}`);
        leftMs = 2_000;
        return read(...args);
      },
    });
    expect((await handle(message({ id: 'a' }, 'a'), message({ id: 'b' }, 'b'))).sort()).toEqual(['m0', 'm1']);
    expect(did).toEqual(['read a']);
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
