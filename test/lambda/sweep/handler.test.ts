import { ledgerKey } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { unrecognized } from '../../../lambda/reader/unrecognized/unrecognized-callback';
import type { LedgerState } from '../../../lambda/reader/was-published';
import { encodeEnvelope } from '../../../lambda/shared/envelope';
import type { LogLine } from '../../../lambda/shared/log';
import type { SweepDeps } from '../../../lambda/sweep/deps';
import { createHandler, sweepLimits } from '../../../lambda/sweep/handler';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';

const now = Date.parse('2026-05-06T12:00:00Z');
const hour = 3_600_000;
const policy = { bucket: 'callbacks', requireRbmSignature: false, identityKey: 'a key', requireCertificate: false };
const envelope = envelopeOf({ body: Buffer.from('no callback of Vibes') });
const text = encodeEnvelope(envelope);

interface Stored {
  readonly hours: number;
  readonly size?: number;
  /** Or why it cannot be read. */
  readonly text?: string | Error;
}

/** A bucket with these objects; `leftMs` is what is left of the invocation. */
function given(objects: Readonly<Record<string, Stored>>, { today = policy, leftMs = (): number => 600_000 } = {}) {
  const ledger = new Map<string, Pick<LedgerState, 'isPublished' | 'contentDigest'> & Partial<LedgerState>>();
  const consumed = new Set<string>();
  const queued: string[] = [];
  const counted: string[] = [];
  const read: string[] = [];
  const logged: LogLine[] = [];
  const deps: SweepDeps = {
    overflow: {
      async *list() {
        for (const [key, { hours, size = 10 }] of Object.entries(objects)) {
          yield { key, size, storedAtMs: now - hours * hour };
        }
      },
      read: async (key) => {
        read.push(key);
        const stored = objects[key]?.text ?? text;
        if (stored instanceof Error) throw stored;
        return Buffer.from(stored);
      },
    },
    ledger: {
      find: async (identity) => {
        const state = ledger.get(JSON.stringify(ledgerKey(identity)));
        return state && { requestId: 'of another', firstSeenAt: '2026-05-06T09:00:00.000Z', ...state };
      },
      wasConsumed: async (key) => consumed.has(key),
    },
    queue: {
      notify: async ({ key }) => {
        queued.push(key);
      },
    },
    policy: async () => today,
    log: (line) => logged.push(line),
    count: (metric) => counted.push(metric),
    now: () => now,
  };
  const run = (changed: Partial<SweepDeps> = {}) =>
    createHandler({ ...deps, ...changed })({}, { getRemainingTimeInMillis: leftMs });
  return { ledger, consumed, queued, counted, read, logged, run, sweep: () => run() };
}

/** As ingest names an object. */
const newKey = (n: number) =>
  `overflow/2026-05-06/10.00.00.000-0f3d9d0c-0000-4000-8000-${String(n).padStart(12, '0')}.json`;

const keyOf = async () => {
  const { identity, contentDigest } = await readCallback(envelope, policy);
  return { key: JSON.stringify(ledgerKey(identity)), contentDigest };
};

test('what was never published is queued again, and counted', async () => {
  const { sweep, queued, counted } = given({ 'overflow/a.json': { hours: 2 } });
  expect(await sweep()).toEqual({ looked: 1, requeued: 1, undecided: 0, failed: 0, left: 0 });
  expect(queued).toEqual(['overflow/a.json']);
  expect(counted).toEqual(['OverflowRequeued']);
});

test('what was published is left alone', async () => {
  const { sweep, queued, counted, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { key, contentDigest } = await keyOf();
  ledger.set(key, { isPublished: true, contentDigest });
  expect(await sweep()).toEqual({ looked: 1, requeued: 0, undecided: 0, failed: 0, left: 0 });
  expect([queued, counted]).toEqual([[], []]);
});

test('what version 0.1.0 published, without a key, is left alone too', async () => {
  const { sweep, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { identity, contentDigest } = await readCallback(envelope, { ...policy, identityKey: null });
  ledger.set(JSON.stringify(ledgerKey(identity)), { isPublished: true, contentDigest });
  expect((await keyOf()).key).not.toBe(JSON.stringify(ledgerKey(identity)));
  expect(await sweep()).toEqual({ looked: 1, requeued: 0, undecided: 0, failed: 0, left: 0 });
});

test('without the identity key nothing is looked up, and Lambda tries again', async () => {
  const { run, read, queued } = given({ 'overflow/a.json': { hours: 2 } });
  await expect(run({ policy: () => Promise.reject(new Error('AccessDenied')) })).rejects.toThrow('AccessDenied');
  expect([read, queued]).toEqual([[], []]);
});

test('a claim that was not finished is not published', async () => {
  const { sweep, queued, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { key, contentDigest } = await keyOf();
  ledger.set(key, { isPublished: false, contentDigest });
  await sweep();
  expect(queued).toHaveLength(1);
});

test("another callback's identity does not count for it", async () => {
  const { sweep, queued, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { key } = await keyOf();
  ledger.set(key, { isPublished: true, contentDigest: 'of other content' });
  await sweep();
  expect(queued).toHaveLength(1);
});

test('what is on its way, and what three sweeps have looked at, is not read', async () => {
  const { sweep, read } = given({
    'overflow/young.json': { hours: 0.9 },
    'overflow/due.json': { hours: 72 },
    'overflow/old.json': { hours: 74 },
  });
  expect(await sweep()).toEqual({ looked: 1, requeued: 1, undecided: 0, failed: 0, left: 0 });
  expect(read).toEqual(['overflow/due.json']);
});

test('what is not an envelope is queued too: the consumer says so of it', async () => {
  const { sweep, queued } = given({ 'overflow/a.json': { hours: 2, text: 'no envelope' } });
  await sweep();
  expect(queued).toHaveLength(1);
});

describe('an object whose key ingest made', () => {
  test('is left alone where the consumer is done with it, else queued again, and is read in neither case', async () => {
    const objects = { [newKey(1)]: { hours: 2 }, [newKey(2)]: { hours: 3 } };
    const { sweep, consumed, queued, read, counted, logged } = given(objects);
    consumed.add(newKey(1));
    expect(await sweep()).toEqual({ looked: 2, requeued: 1, undecided: 0, failed: 0, left: 0 });
    expect([queued, read, counted]).toEqual([[newKey(2)], [], ['OverflowRequeued']]);
    expect(logged).toContainEqual({ level: 'warn', code: 'OverflowRequeued', key: newKey(2), decided: true });
  });

  test('is queued again whatever was published of the same body: the notification of this one was lost', async () => {
    const { sweep, ledger, queued } = given({ [newKey(1)]: { hours: 2 } });
    const { key, contentDigest } = await keyOf();
    ledger.set(key, { isPublished: true, contentDigest });
    await sweep();
    expect(queued).toEqual([newKey(1)]);
  });

  test('comes before what must be read, and does not need the identity key', async () => {
    const { run, queued } = given({ 'overflow/a.json': { hours: 2 }, [newKey(1)]: { hours: 3 } });
    await expect(run({ policy: () => Promise.reject(new Error('AccessDenied')) })).rejects.toThrow('AccessDenied');
    expect(queued).toEqual([newKey(1)]);
  });
});

test('if reading takes all the time, the rest is queued again unread, which is counted and logged', async () => {
  let left = sweepLimits.readUntilMs + 3;
  const objects = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [`overflow/${index}`, { hours: 2 + index }]),
  );
  // Two looks at the clock an object.
  const { sweep, read, queued, counted, logged } = given(objects, { leftMs: () => left-- });
  expect(await sweep()).toEqual({ looked: 6, requeued: 6, undecided: 4, failed: 0, left: 0 });
  expect(read).toEqual(['overflow/0', 'overflow/1']);
  expect([queued.length, counted.length]).toEqual([6, 6]);
  expect(logged).toContainEqual({ level: 'warn', code: 'OverflowRequeued', key: 'overflow/5', decided: false });
  expect(logged.at(-1)).toMatchObject({ level: 'warn', code: 'Swept', undecided: 4 });
});

describe('one that fails', () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });

  test('stops no other, is named, and has the sweep end with an error, so that Lambda tries again', async () => {
    const { sweep, queued, logged } = given({
      'overflow/1.json': { hours: 2, text: denied },
      'overflow/2.json': { hours: 3 },
      'overflow/3.json': { hours: 4 },
    });
    await expect(sweep()).rejects.toThrow('1 objects failed, 0 were not looked at');
    expect(queued).toEqual(['overflow/2.json', 'overflow/3.json']);
    expect(logged).toContainEqual({
      level: 'error',
      code: 'SweepObjectFailed',
      key: 'overflow/1.json',
      cause: 'AccessDenied',
    });
    expect(logged.at(-1)).toEqual({
      level: 'error',
      code: 'Swept',
      looked: 2,
      requeued: 2,
      undecided: 0,
      failed: 1,
      left: 0,
    });
  });

  test.each([
    ['the ledger', { ledger: { find: () => Promise.reject(denied), wasConsumed: () => Promise.reject(denied) } }],
    ['the queue', { queue: { notify: () => Promise.reject(denied) } }],
  ])('by %s is not counted as queued again', async (_what, changed) => {
    const { run, counted } = given({ 'overflow/a.json': { hours: 2 }, [newKey(1)]: { hours: 2 } });
    await expect(run(changed)).rejects.toThrow('2 objects failed');
    expect(counted).toEqual([]);
  });
});

test('the small ones come first, and of these and of the large ones the newest', async () => {
  const size = sweepLimits.smallBytes + 1;
  const { sweep, read } = given({
    'overflow/large-old': { hours: 50, size },
    'overflow/old': { hours: 49 },
    'overflow/large-new': { hours: 2, size },
    'overflow/new': { hours: 3, size: sweepLimits.smallBytes },
  });
  await sweep();
  expect(read).toEqual(['overflow/new', 'overflow/old', 'overflow/large-new', 'overflow/large-old']);
});

test('where the time is over the rest is counted, and the sweep ends with an error before Lambda kills it', async () => {
  let left = sweepLimits.reserveMs + 3;
  const leftMs = () => {
    left -= 1;
    return left;
  };
  const objects = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [`overflow/${index}`, { hours: 2 + index }]),
  );
  const { sweep, queued } = given(objects, { leftMs });
  // Two looks at the clock an object: whether to begin, and whether to read.
  await expect(sweep()).rejects.toThrow('0 objects failed, 3 were not looked at');
  expect(queued).toEqual(['overflow/0', 'overflow/1']);
});

test("an operator's test is not a callback, and is not queued again", async () => {
  const smokeTest = envelopeOf({
    path: '/sms/mo',
    proof: 'basic:current',
    headers: { 'x-vibes-callbacks-smoke-test': '1' },
    body: '{"smokeTest":"0f3d9d0c-0000-4000-8000-000000000001"}',
  });
  const { sweep, queued } = given({ 'overflow/a.json': { hours: 2, text: encodeEnvelope(smokeTest) } });
  expect(await sweep()).toMatchObject({ looked: 1, requeued: 0 });
  expect(queued).toEqual([]);
});

describe('what was published', () => {
  const rbm = envelopeOf({
    path: '/rbm',
    headers: { 'x-vibes-eventclass': 'UserMessage' },
    body: '{"messageId":"m1","agentId":"a","text":"hi"}',
  });
  const platform = envelopeOf({ path: '/platform', body: '{"event_id":"E1","callback_type":"person_added"}' });

  test.each([
    ['an RBM event before signatures were asked for', rbm, { ...policy, requireRbmSignature: true }],
    ['a Platform event before certificates were asked for', platform, { ...policy, requireCertificate: true }],
  ])('as %s is not published again under another id', async (_what, one, today) => {
    const stored = { 'overflow/a.json': { hours: 2, text: encodeEnvelope(one) } };
    const { sweep, ledger, queued } = given(stored, { today });
    const { identity, contentDigest } = await readCallback(one, policy);
    ledger.set(JSON.stringify(ledgerKey(identity)), { isPublished: true, contentDigest });
    expect((await readCallback(one, today)).identity).not.toEqual(identity);
    await sweep();
    expect(queued).toEqual([]);
  });

  test('as unrecognized is not published again as what it says it is; sent again by an operator it is', async () => {
    const stored = { hours: 2, text: encodeEnvelope(platform) };
    const { sweep, ledger, queued } = given({ 'overflow/a.json': stored, 'overflow/again/a.json': stored });
    const { identity, contentDigest } = unrecognized(platform, 'certificate-unverified', policy);
    const { requestId } = platform;
    ledger.set(JSON.stringify(ledgerKey(identity)), { isPublished: true, contentDigest, requestId });
    await sweep();
    expect(queued).toEqual(['overflow/again/a.json']);
  });

  test('as unrecognized of another request with the same body does not count for this one', async () => {
    const { sweep, ledger, queued } = given({ 'overflow/a.json': { hours: 2, text: encodeEnvelope(platform) } });
    const { identity, contentDigest } = unrecognized(platform, 'certificate-unverified', policy);
    ledger.set(JSON.stringify(ledgerKey(identity)), { isPublished: true, contentDigest });
    await sweep();
    expect(queued).toEqual(['overflow/a.json']);
  });
});
