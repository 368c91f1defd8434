import { budget } from '../../../lambda/ingest/budget';
import { parseMoSecret, parseRbmSecret } from '../../../lambda/ingest/parse-secrets';
import { createSecretVerifier, secretTimes } from '../../../lambda/ingest/secret-verifier';
import { answerOf, basic, given, request } from './given';

/** Lambda's timeout, the gateway's, and Vibes' own (wire contract §1), in ms. */
const lambdaMs = 1_000;
const gatewayMs = 1_800;
const vibesMs = 2_000;

const secretText = '{"username":"vibes","password":"pw"}';
const oldText = '{"username":"vibes","password":"old"}';
const never = () => new Promise<never>(() => undefined);
const later = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

type Answer = () => Promise<unknown>;

/** How long the answer takes when these are how the services behave; none of them looks at its signal. */
async function answerTime(secret: Answer, queue: Answer, bucket: Answer, isFirst = false, leftMs = lambdaMs) {
  let reads = isFirst ? 1 : 0;
  // A read before, of what was the password until then: the request will look again.
  const read = async () => ({ current: { id: 'id', text: reads++ === 0 ? oldText : ((await secret()) as string) } });
  const source = { read };
  const { deps } = given({
    moSecret: createSecretVerifier(source, parseMoSecret, Date.now, () => undefined),
    rbmSecret: createSecretVerifier(source, parseRbmSecret, Date.now, () => undefined),
    queue: { send: async () => void (await queue()), hasTaken: () => !isFirst },
    overflow: { prepare: () => undefined, put: async () => void (await bucket()) },
    now: Date.now,
  });
  if (!isFirst) await deps.moSecret.verify(() => true);
  await jest.advanceTimersByTimeAsync(secretTimes.firstGapMs);
  const startedAtMs = Date.now();
  const event = request({ resource: '/sms/mo', headers: basic('vibes', 'pw'), body: '<moMessage/>' });
  let end: { readonly statusCode: number; readonly ms: number } | undefined;
  void answerOf(deps, event, leftMs).then(({ statusCode }) => {
    end = { statusCode, ms: Date.now() - startedAtMs };
  });
  await jest.advanceTimersByTimeAsync(60_000);
  return end;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the budget ends before Lambda, the gateway and Vibes give up', () => {
  expect(budget.totalMs).toBeLessThan(lambdaMs);
  expect(lambdaMs).toBeLessThan(gatewayMs);
  expect(gatewayMs).toBeLessThan(vibesMs);
});

test('secret and queue together leave the bucket a third of a second', () =>
  expect(budget.totalMs - budget.secretMs - budget.queueMs).toBeGreaterThanOrEqual(350));

test('a slow secret, a queue and a bucket that hang: 503 in time', async () => {
  const slowSecret = () => later(budget.secretMs - 1, secretText);
  expect(await answerTime(slowSecret, never, never)).toEqual({ statusCode: 503, ms: budget.totalMs });
});

test('a secret that hangs: 503 in time', async () =>
  expect(await answerTime(never, never, never)).toEqual({ statusCode: 503, ms: budget.secretMs }));

describe('the first request of an environment', () => {
  test('has longer for its secret and its message, together within the whole', async () => {
    expect(budget.firstSecretMs).toBeGreaterThan(budget.secretMs);
    expect(budget.firstQueueMs).toBeGreaterThan(budget.queueMs);
    const secret = () => later(budget.firstSecretMs - 1, secretText);
    const queue = () => later(budget.firstQueueMs - 1, undefined);
    const ms = budget.firstSecretMs + budget.firstQueueMs - 2;
    expect(await answerTime(secret, queue, never, true)).toEqual({ statusCode: 200, ms });
    expect(ms).toBeLessThan(budget.totalMs);
  });

  test('with a secret that hangs: 503 in time', async () => {
    expect(await answerTime(never, never, never, true)).toEqual({ statusCode: 503, ms: budget.firstSecretMs });
  });

  test('with everything as slow as it may be: 503 in time', async () => {
    const slowSecret = () => later(budget.firstSecretMs - 1, secretText);
    expect(await answerTime(slowSecret, never, never, true)).toEqual({ statusCode: 503, ms: budget.totalMs });
  });

  test('with a queue that hangs leaves the bucket half a second', () =>
    expect(budget.totalMs - budget.firstQueueMs).toBeGreaterThanOrEqual(500));
});

test('a queue that hangs and a bucket that takes what is left: 200 in time', async () => {
  const bucket = () => later(budget.totalMs - budget.queueMs - 1, undefined);
  expect(await answerTime(async () => secretText, never, bucket)).toEqual({ statusCode: 200, ms: budget.totalMs - 1 });
});

test('all slow, none too slow: 200 in time', async () => {
  const end = await answerTime(
    () => later(budget.secretMs - 1, secretText),
    () => later(budget.queueMs - 1, undefined),
    never,
  );
  expect(end).toEqual({ statusCode: 200, ms: budget.secretMs + budget.queueMs - 2 });
});

describe('an invocation that began with a start of the function, after a kill', () => {
  const leftMs = 400;
  const end = leftMs - budget.answerMs;

  test.each([
    ['a secret that hangs', never, never, never],
    ['a slow secret and a queue that hangs', () => later(end - 50, secretText), never, never],
    ['a queue that hangs', async () => secretText, never, never],
    ['a queue and a bucket that hang', async () => secretText, async () => Promise.reject(new Error('no')), never],
  ])('with %s: 503 before Lambda kills it again', async (_what, secret, queue, bucket) => {
    const answer = await answerTime(secret, queue, bucket, true, leftMs);
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(answer?.ms).toBeLessThan(leftMs);
    expect(answer?.ms).toBeGreaterThanOrEqual(end);
  });

  test('with services as fast as they are: 200', async () => {
    const answer = await answerTime(
      () => later(100, secretText),
      () => later(100, undefined),
      never,
      true,
      leftMs,
    );
    expect(answer).toEqual({ statusCode: 200, ms: 200 });
  });

  test('that has hardly any time left is 503 at once', async () => {
    const answer = await answerTime(never, never, never, true, 50);
    expect(answer?.statusCode).toBe(503);
    expect(answer?.ms).toBeLessThan(50);
  });
});
