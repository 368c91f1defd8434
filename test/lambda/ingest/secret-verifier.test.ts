import { budget } from '../../../lambda/ingest/budget';
import type { Parsed } from '../../../lambda/ingest/parse-secrets';
import type { SecretVersions } from '../../../lambda/ingest/ports';
import { createSecretVerifier, DamagedSecretError, secretTimes } from '../../../lambda/ingest/secret-verifier';

type Read = (signal: AbortSignal) => Promise<SecretVersions>;

/** A verifier of plain texts over a source that follows a script; `verify(text)` gives the verdict on a text. */
function verifier(...script: Read[]) {
  const failures: unknown[] = [];
  let reads = 0;
  const read: Read = (signal) => {
    const step = script[reads];
    reads += 1;
    return step === undefined ? Promise.reject(new Error(`read ${reads} was not expected`)) : step(signal);
  };
  const parse = (text: string): Parsed<string> =>
    text.startsWith('malformed') ? { damage: 'empty secret' } : { secret: text };
  const subject = createSecretVerifier({ read }, parse, Date.now, (error) => failures.push(error));
  return {
    verify: (text: string) => subject.verify((secret) => secret === text),
    reads: () => reads,
    failures,
  };
}

const versions =
  (current: string, previous?: string): Read =>
  async () => ({
    current: { id: 'current-id', text: current },
    ...(previous === undefined ? {} : { previous: { id: 'previous-id', text: previous } }),
  });
const slow =
  (ms: number): Read =>
  () =>
    new Promise((resolve) => setTimeout(() => resolve({ current: { id: 'current-id', text: 'a' } }), ms));
const down: Read = async () => {
  throw new Error('down');
};
const hangs: Read = () => new Promise(() => undefined);

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the current version matches', async () => {
  expect(await verifier(versions('new', 'old')).verify('new')).toBe('current');
});

test('the previous version matches', async () => {
  expect(await verifier(versions('new', 'old')).verify('old')).toBe('previous');
});

test('anything else does not', async () => {
  expect(await verifier(versions('new', 'old')).verify('other')).toBe('mismatch');
});

test('a secret that was never rotated has one version', async () => {
  const { verify } = verifier(versions('new'));
  expect([await verify('new'), await verify('old')]).toEqual(['current', 'mismatch']);
});

test('a version that is known as current and as previous is current', async () => {
  expect(await verifier(versions('same', 'same')).verify('same')).toBe('current');
});

test('both versions are compared when the first one matches', async () => {
  const compared: string[] = [];
  const subject = createSecretVerifier({ read: versions('new', 'old') }, (secret) => ({ secret }), Date.now, fail);
  await subject.verify((secret) => {
    compared.push(secret);
    return secret === 'new';
  });
  expect(compared).toEqual(['new', 'old']);
});

function fail(error: unknown): never {
  throw error;
}

describe('reading', () => {
  test('happens once while what was read is fresh', async () => {
    const { verify, reads } = verifier(versions('a'), versions('b'));
    await verify('a');
    await pass(secretTimes.freshMs - 1);
    expect(await verify('a')).toBe('current');
    expect(reads()).toBe(1);
  });

  test('happens again after that', async () => {
    const { verify, reads } = verifier(versions('a'), versions('b', 'a'));
    await verify('a');
    await pass(secretTimes.freshMs);
    expect(await verify('a')).toBe('previous');
    expect(reads()).toBe(2);
  });

  test('happens once more on a mismatch, so that a rotation is seen at once', async () => {
    const { verify, reads } = verifier(versions('a'), versions('b', 'a'), versions('c', 'b'));
    await verify('a');
    await pass(1);
    expect([await verify('b'), await verify('a')]).toEqual(['current', 'previous']);
    await pass(1);
    expect([await verify('c'), await verify('b')]).toEqual(['current', 'previous']);
    expect(reads()).toBe(3);
  });

  test('on a mismatch does not wait for what was read by plan a moment ago', async () => {
    const { verify } = verifier(versions('a'), versions('a'), versions('a'), versions('b', 'a'));
    await verify('a');
    await pass(1);
    // A wrong password, five minutes before: it slows nothing down any more.
    await verify('wrong');
    await pass(secretTimes.freshMs);
    await verify('a');
    await pass(1);
    expect(await verify('b')).toBe('current');
  });

  test('does not follow the number of wrong passwords', async () => {
    const { verify, reads } = verifier(versions('a'), versions('a'));
    await verify('a');
    await pass(secretTimes.firstGapMs);
    for (let i = 0; i < 900; i += 1) expect(await verify('wrong')).toBe('mismatch');
    expect(reads()).toBe(2);
  });

  test('is rarer the longer wrong passwords come in, down to one in the longest gap', async () => {
    const { verify, reads } = verifier(...Array.from({ length: 20 }, () => versions('a')));
    const readsIn = async (seconds: number) => {
      const before = reads();
      for (let second = 0; second < seconds; second += 1) {
        await pass(1_000);
        await verify('wrong');
      }
      return reads() - before;
    };
    await verify('a');
    // After 1, 2, 4, 8, 16 and 32 seconds, then every 30.
    expect([await readsIn(60), await readsIn(60), await readsIn(60)]).toEqual([6, 2, 2]);
  });

  test('is quick again once it has helped', async () => {
    const { verify } = verifier(versions('a'), versions('a'), versions('b'), versions('c'));
    await verify('a');
    await pass(1);
    expect(await verify('b')).toBe('mismatch');
    await pass(secretTimes.firstGapMs - 1);
    expect(await verify('b')).toBe('mismatch');
    await pass(1);
    expect(await verify('b')).toBe('current');
    await pass(1);
    expect(await verify('c')).toBe('current');
  });

  test('happens once for all who wait for it', async () => {
    const { verify, reads } = verifier(versions('a'));
    expect(await Promise.all([verify('a'), verify('b'), verify('a')])).toEqual(['current', 'mismatch', 'current']);
    expect(reads()).toBe(1);
  });

  test('has longer until one has worked: the client loads and connects', async () => {
    const { verify } = verifier(hangs, slow(budget.firstSecretMs - 1), slow(budget.secretMs));
    const first = verify('a');
    await pass(budget.firstSecretMs);
    expect(await first).toBe('unreadable');
    const second = verify('a');
    await pass(budget.firstSecretMs - 1);
    expect(await second).toBe('current');
    await pass(secretTimes.staleMs);
    const third = verify('a');
    await pass(budget.secretMs);
    expect(await third).toBe('unreadable');
  });
});

describe('a secret that cannot be read', () => {
  test('is unreadable, never wrong', async () => {
    expect(await verifier(down).verify('a')).toBe('unreadable');
  });

  test('is read again by the next request', async () => {
    const { verify } = verifier(down, versions('a'));
    await verify('a');
    expect(await verify('a')).toBe('current');
  });

  test('is not one whose previous version is malformed: that is how a slip put right looks', async () => {
    const { verify } = verifier(versions('a', 'malformed'));
    expect([await verify('a'), await verify('b')]).toEqual(['current', 'mismatch']);
  });

  test('is reported', async () => {
    const { verify, failures } = verifier(down);
    await verify('a');
    expect(failures).toEqual([new Error('down')]);
  });

  test('is given up after its budget, and the read is aborted', async () => {
    let aborted = false;
    const { verify } = verifier((signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => undefined);
    });
    const verdict = verify('a');
    await pass(budget.firstSecretMs);
    expect(await verdict).toBe('unreadable');
    expect(aborted).toBe(true);
  });
});

describe('a secret whose current version is damaged', () => {
  test('is unreadable, but for who brings the previous password', async () => {
    const { verify } = verifier(versions('malformed', 'a'), versions('malformed', 'a'));
    expect([await verify('a'), await verify('b'), await verify('a')]).toEqual(['previous', 'unreadable', 'previous']);
  });

  test('is reported with the reason, although the previous one matches', async () => {
    const { verify, failures } = verifier(versions('malformed', 'a'));
    await verify('a');
    expect(failures).toEqual([new DamagedSecretError('empty secret')]);
  });

  test('is reported in each minute while callbacks come', async () => {
    const { verify, failures } = verifier(versions('malformed', 'a'), versions('malformed', 'a'));
    await verify('a');
    await pass(secretTimes.damagedMs);
    await verify('a');
    expect(failures).toHaveLength(2);
  });

  test('once it is fixed, is the new value', async () => {
    const { verify } = verifier(versions('malformed', 'a'), versions('b', 'malformed'));
    await verify('a');
    await pass(secretTimes.firstGapMs);
    expect([await verify('b'), await verify('a')]).toEqual(['current', 'mismatch']);
  });

  test('and whose previous version is damaged too leaves what was read before', async () => {
    const { verify } = verifier(versions('a'), versions('malformed', 'malformed'));
    await verify('a');
    await pass(secretTimes.freshMs);
    expect([await verify('a'), await verify('b')]).toEqual(['current', 'unreadable']);
  });

  test('and that was never read before is unreadable', async () => {
    expect(await verifier(versions('malformed')).verify('a')).toBe('unreadable');
  });

  test('does not make reads follow the number of other passwords', async () => {
    const { verify, reads } = verifier(versions('malformed', 'a'), versions('malformed', 'a'));
    await verify('a');
    await pass(secretTimes.firstGapMs);
    for (let i = 0; i < 900; i += 1) expect(await verify('wrong')).toBe('unreadable');
    expect(reads()).toBe(2);
  });
});

describe('while Secrets Manager is down', () => {
  test('what was read goes on matching', async () => {
    const { verify } = verifier(versions('a'), down);
    await verify('a');
    await pass(secretTimes.freshMs);
    expect(await verify('a')).toBe('current');
  });

  test('what does not match is unreadable: it may be the new password', async () => {
    const { verify } = verifier(versions('a'), down);
    await verify('a');
    await pass(secretTimes.freshMs);
    expect(await verify('b')).toBe('unreadable');
  });

  test('a mismatch with what is fresh is unreadable too, if the second look failed', async () => {
    const { verify } = verifier(versions('a'), down);
    await verify('a');
    await pass(secretTimes.longestGapMs);
    expect([await verify('b'), await verify('b')]).toEqual(['unreadable', 'unreadable']);
  });

  test('not every request waits for a read that will fail', async () => {
    const { verify, reads } = verifier(versions('a'), hangs, hangs);
    await verify('a');
    await pass(secretTimes.freshMs);
    const first = verify('a');
    await pass(budget.secretMs);
    expect([await first, await verify('a'), await verify('a')]).toEqual(['current', 'current', 'current']);
    expect(reads()).toBe(2);
  });

  test('that ends: what was read an hour ago is believed no more', async () => {
    const { verify } = verifier(versions('a'), down, down);
    await verify('a');
    await pass(secretTimes.staleMs - 1);
    expect(await verify('a')).toBe('current');
    await pass(1);
    expect(await verify('a')).toBe('unreadable');
  });

  test('and back, a new version is read', async () => {
    const { verify } = verifier(versions('a'), down, versions('b', 'a'));
    await verify('a');
    await pass(secretTimes.freshMs);
    await verify('a');
    await pass(secretTimes.longestGapMs);
    expect(await verify('b')).toBe('current');
  });
});
