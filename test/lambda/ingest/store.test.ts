import { budget } from '../../../lambda/ingest/budget';
import { maxMessageBytes, store } from '../../../lambda/ingest/store';
import { decodeEnvelope, type Envelope, encodeEnvelope } from '../../../lambda/shared/envelope';
import { given } from './given';

const startedAtMs = Date.parse('2026-01-02T03:04:05.678Z');
const endsAtMs = startedAtMs + budget.totalMs;

function envelope(body: Uint8Array = Buffer.from('<a/>')): Envelope {
  return {
    version: 1,
    requestId: 'request-1',
    receivedAt: '2026-01-02T03:04:05.678Z',
    method: 'POST',
    path: '/mms/mo',
    query: {},
    headers: {},
    sourceIp: '35.155.139.143',
    proof: 'source',
    body,
  };
}

function named(name: string, extra: object = {}): Error {
  return Object.assign(new Error('quotes +15555550100'), { name }, extra);
}

const refuses = (error: unknown) => ({ send: () => Promise.reject(error), hasTaken: () => true });

test('the queue is asked once, and nothing else', async () => {
  const { deps, done } = given();
  expect(await store(envelope(), deps, endsAtMs)).toEqual({ outcome: 'stored' });
  expect(done.sent.map(decodeEnvelope)).toEqual([envelope()]);
  expect(done.put).toEqual([]);
});

test('what the queue refuses goes to the bucket, the same to the letter', async () => {
  const { deps, done } = given({ queue: refuses(named('InvalidMessageContents')) });
  expect(await store(envelope(), deps, endsAtMs)).toEqual({
    outcome: 'overflowed',
    key: done.put[0]?.key,
    cause: 'InvalidMessageContents',
  });
  expect(done.put.map(({ key }) => key)).toEqual([expect.stringMatching(/^overflow\/2026-01-02\/03\.04\.05\.678-/)]);
  expect(done.put.map((object) => decodeEnvelope(object.envelope))).toEqual([envelope()]);
});

test('a message of 1 MiB is sent, a larger one goes to the bucket', async () => {
  const empty = encodeEnvelope(envelope(Buffer.alloc(0))).length;
  // Base64 grows by four characters at a time: the path makes up for the rest.
  const path = `/mms/mo${'x'.repeat((maxMessageBytes - empty) % 4)}`;
  const bytes = Math.floor((maxMessageBytes - empty) / 4) * 3;
  const fits = { ...envelope(Buffer.alloc(bytes)), path };
  const { deps, done } = given();
  expect(await store(fits, deps, endsAtMs)).toEqual({ outcome: 'stored' });
  expect(Buffer.byteLength(done.sent[0] ?? '')).toBe(maxMessageBytes);
  const unasked = given({ queue: refuses(new Error('must not be asked')) });
  expect(await store({ ...fits, path: `${path}x` }, unasked.deps, endsAtMs)).toEqual({
    outcome: 'stored-large',
    key: unasked.done.put[0]?.key,
  });
});

test('two requests whose caller chose one id are two objects', async () => {
  const { deps, done } = given({ queue: refuses(named('InvalidMessageContents')) });
  await store(envelope(), deps, endsAtMs);
  await store(envelope(), deps, endsAtMs);
  expect(new Set(done.put.map(({ key }) => key)).size).toBe(2);
  expect(done.put.map(({ key }) => key).join()).not.toContain('request-1');
});

test('when the bucket does not take a large one, that is said', async () => {
  const overflow = { prepare: () => undefined, put: () => Promise.reject(named('SlowDown')) };
  const { deps } = given({ overflow });
  const large = envelope(Buffer.alloc(maxMessageBytes));
  expect(await store(large, deps, endsAtMs)).toEqual({ outcome: 'store-failed', cause: 'TooLarge, SlowDown' });
});

test('when the bucket fails too, that is said', async () => {
  const overflow = { prepare: () => undefined, put: () => Promise.reject(named('AccessDenied')) };
  const { deps } = given({ queue: refuses(named('Error', { code: 'ECONNREFUSED' })), overflow });
  expect(await store(envelope(), deps, endsAtMs)).toEqual({
    outcome: 'store-failed',
    cause: 'ECONNREFUSED, AccessDenied',
  });
});

describe('a queue that does not answer', () => {
  beforeEach(() => jest.useFakeTimers({ now: startedAtMs }));
  afterEach(() => jest.useRealTimers());

  function hanging(hasTaken = true) {
    const signals: AbortSignal[] = [];
    const send = (_envelope: string, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<void>(() => undefined);
    };
    return { ...given({ queue: { send, hasTaken: () => hasTaken }, now: Date.now }), signals };
  }

  test('is aborted after its budget, and the bucket takes over', async () => {
    const { deps, done, signals } = hanging();
    const result = store(envelope(), deps, endsAtMs);
    await jest.advanceTimersByTimeAsync(budget.queueMs - 1);
    expect([signals[0]?.aborted, done.put.length]).toEqual([false, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await result).toMatchObject({ outcome: 'overflowed', cause: 'DeadlineError' });
    expect(signals[0]?.aborted).toBe(true);
  });

  test('makes the bucket ready before that', async () => {
    const { deps, done } = hanging();
    void store(envelope(), deps, endsAtMs);
    await jest.advanceTimersByTimeAsync(budget.prepareMs - 1);
    expect(done.prepared).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(done.prepared).toBe(1);
    await jest.runAllTimersAsync();
  });

  test('and has taken nothing in this environment has longer: it may be the environment that is slow', async () => {
    const { deps, done, signals } = hanging(false);
    const result = store(envelope(), deps, endsAtMs);
    await jest.advanceTimersByTimeAsync(budget.firstQueueMs - 1);
    expect([signals[0]?.aborted, done.put.length]).toEqual([false, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await result).toMatchObject({ outcome: 'overflowed', cause: 'DeadlineError' });
  });

  test('and has taken nothing in this environment makes nothing ready beside it: one client loads at a time', async () => {
    const { deps, done } = hanging(false);
    void store(envelope(), deps, endsAtMs);
    await jest.runAllTimersAsync();
    expect([done.prepared, done.put.length]).toEqual([0, 1]);
  });

  test('one that does answers without it', async () => {
    const { deps, done } = given({ now: Date.now });
    await store(envelope(), deps, endsAtMs);
    await jest.runAllTimersAsync();
    expect(done.prepared).toBe(0);
  });
});
