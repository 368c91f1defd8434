import { ledgerKey } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { unrecognized } from '../../../lambda/reader/unrecognized/unrecognized-callback';
import { encodeEnvelope } from '../../../lambda/shared/envelope';
import type { SweepDeps } from '../../../lambda/sweep/deps';
import { createHandler } from '../../../lambda/sweep/handler';
import type { LedgerState } from '../../../lambda/sweep/ports';
import { envelopeOf } from '../../support/envelope';

const now = Date.parse('2026-05-06T12:00:00Z');
const hour = 3_600_000;
const policy = { bucket: 'callbacks', requireRbmSignature: false, identityKey: 'a key', requireCertificate: false };
const envelope = envelopeOf({ body: Buffer.from('no callback of Vibes') });
const text = encodeEnvelope(envelope);

function given(objects: Readonly<Record<string, { readonly hours: number; readonly text?: string }>>) {
  const ledger = new Map<string, LedgerState>();
  const queued: string[] = [];
  const counted: string[] = [];
  const read: string[] = [];
  const deps: SweepDeps = {
    overflow: {
      async *list() {
        for (const [key, one] of Object.entries(objects)) {
          yield { key, size: 10, storedAtMs: now - one.hours * hour };
        }
      },
      read: async (key) => {
        read.push(key);
        return Buffer.from(objects[key]?.text ?? text);
      },
    },
    ledger: { find: async (identity) => ledger.get(JSON.stringify(ledgerKey(identity))) },
    queue: {
      notify: async ({ key }) => {
        queued.push(key);
      },
    },
    policy: async () => policy,
    readCallback,
    unrecognized,
    log: () => undefined,
    count: (metric) => counted.push(metric),
    now: () => now,
  };
  return { deps, ledger, queued, counted, read, sweep: createHandler(deps) };
}

const keyOf = async () => {
  const { identity, contentDigest } = await readCallback(envelope, policy);
  return { key: JSON.stringify(ledgerKey(identity)), contentDigest };
};

test('what was never published is queued again, and counted', async () => {
  const { sweep, queued, counted } = given({ 'overflow/a.json': { hours: 2 } });
  expect(await sweep()).toEqual({ looked: 1, requeued: 1 });
  expect(queued).toEqual(['overflow/a.json']);
  expect(counted).toEqual(['OverflowRequeued']);
});

test('what was published is left alone', async () => {
  const { sweep, queued, counted, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { key, contentDigest } = await keyOf();
  ledger.set(key, { isPublished: true, contentDigest });
  expect(await sweep()).toEqual({ looked: 1, requeued: 0 });
  expect([queued, counted]).toEqual([[], []]);
});

test('what version 0.1.0 published, without a key, is left alone too', async () => {
  const { sweep, ledger } = given({ 'overflow/a.json': { hours: 2 } });
  const { identity, contentDigest } = await readCallback(envelope, { ...policy, identityKey: null });
  ledger.set(JSON.stringify(ledgerKey(identity)), { isPublished: true, contentDigest });
  expect((await keyOf()).key).not.toBe(JSON.stringify(ledgerKey(identity)));
  expect(await sweep()).toEqual({ looked: 1, requeued: 0 });
});

test('without the identity key nothing is looked up, and Lambda tries again', async () => {
  const { deps, queued } = given({ 'overflow/a.json': { hours: 2 } });
  const sweep = createHandler({ ...deps, policy: () => Promise.reject(new Error('AccessDenied')) });
  await expect(sweep()).rejects.toThrow('AccessDenied');
  expect(queued).toEqual([]);
});

test('a claim that nobody finished is not published', async () => {
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
  expect(await sweep()).toEqual({ looked: 1, requeued: 1 });
  expect(read).toEqual(['overflow/due.json']);
});

test('what is no envelope is queued too: the consumer says so of it', async () => {
  const { sweep, queued } = given({ 'overflow/a.json': { hours: 2, text: 'no envelope' } });
  await sweep();
  expect(queued).toHaveLength(1);
});

test('a service that fails ends the sweep with its error, so that Lambda tries again', async () => {
  const { deps } = given({ 'overflow/a.json': { hours: 2 } });
  const sweep = createHandler({ ...deps, ledger: { find: () => Promise.reject(new Error('AccessDenied')) } });
  await expect(sweep()).rejects.toThrow('AccessDenied');
});
