import { createHandler } from '../../../lambda/ingest/handler';
import { decodeEnvelope } from '../../../lambda/shared/envelope';
import { answerOf, basic, given, holding, moCredentials, request } from './given';

const refuses = {
  send: () => Promise.reject(Object.assign(new Error('no'), { name: 'QueueDoesNotExist' })),
  hasTaken: () => true,
};
const refusesToo = {
  prepare: () => undefined,
  put: () => Promise.reject(Object.assign(new Error('no'), { name: 'NoSuchBucket' })),
};
const mo = (headers: Record<string, string[]>) => request({ resource: '/sms/mo', headers, body: '<moMessage/>' });
const requestId = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

test('a callback is stored and answered 200, without a body', async () => {
  const { deps, done } = given();
  const answer = await answerOf(deps, request({ resource: '/sms/receipt', body: '<mtMessageResponse/>' }));
  expect(answer).toEqual({ statusCode: 200, body: '' });
  expect(done.sent.map((text) => decodeEnvelope(text))).toMatchObject([
    { path: '/sms/receipt', proof: 'source', receivedAt: '2026-01-02T03:04:05.678Z' },
  ]);
  expect(done.logs).toEqual([{ code: 'Stored', requestId, route: '/sms/receipt' }]);
  expect(done.metrics).toEqual([]);
});

test('what was asked of its caller is kept with it', async () => {
  const asked = { signature: true, certificate: true };
  const { deps, done } = given({ asked });
  await answerOf(deps, request());
  expect(done.sent.map((text) => decodeEnvelope(text))).toMatchObject([{ asked }]);
});

test('an MO with the password is stored with that proof, and without the password', async () => {
  const { deps, done } = given();
  await answerOf(deps, mo(basic(moCredentials.username, moCredentials.password)));
  expect(done.sent.map((text) => decodeEnvelope(text))).toMatchObject([{ proof: 'basic:current', headers: {} }]);
});

test.each(['GET', 'HEAD'])('%s is answered 200 on any route, and nothing is kept', async (method) => {
  for (const resource of ['/', '/sms/mo', '/rbm', '/{proxy+}']) {
    const { deps, done } = given({ moSecret: holding(), rbmSecret: holding() });
    expect(await answerOf(deps, request({ method, resource }))).toEqual({ statusCode: 200, body: '' });
    expect([...done.sent, ...done.put]).toEqual([]);
    expect(done.logs).toMatchObject([{ code: 'Ignored' }]);
  }
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('%s is kept, whatever it is', async (method) => {
  const { deps, done } = given();
  const event = request({ method, resource: '/{proxy+}', path: '/any/path', body: Buffer.from([0, 159]) });
  expect((await answerOf(deps, event)).statusCode).toBe(200);
  expect(done.sent.map((text) => decodeEnvelope(text))).toMatchObject([
    { method, path: '/any/path', body: Buffer.from([0, 159]) },
  ]);
});

test('an MO with the wrong password is 401, counted, and not kept', async () => {
  const { deps, done } = given();
  expect(await answerOf(deps, mo(basic('vibes', 'wrong')))).toEqual({ statusCode: 401, body: '' });
  expect([...done.sent, ...done.put]).toEqual([]);
  expect(done.logs).toEqual([
    { level: 'warn', code: 'MoUnauthorized', requestId, route: '/sms/mo', cause: 'wrong-password' },
  ]);
  expect(done.metrics).toEqual(['MoUnauthorized']);
});

test('a secret that cannot be read is 503, counted, and nothing is kept', async () => {
  const { deps, done } = given({ moSecret: holding() });
  expect((await answerOf(deps, mo(basic('vibes', 'x')))).statusCode).toBe(503);
  expect([...done.sent, ...done.put]).toEqual([]);
  expect(done.logs).toMatchObject([{ level: 'error', code: 'SecretUnreadable' }]);
  expect(done.metrics).toEqual(['SecretUnreadable']);
});

test('what the queue does not take is 200 all the same, and counted', async () => {
  const { deps, done } = given({ queue: refuses });
  expect((await answerOf(deps, request())).statusCode).toBe(200);
  expect(done.put).toHaveLength(1);
  expect(done.logs).toMatchObject([{ level: 'warn', code: 'OverflowUsed', cause: 'QueueDoesNotExist' }]);
  expect(done.metrics).toEqual(['OverflowUsed']);
});

test('what no message holds is 200, and no trouble', async () => {
  const { deps, done } = given({ queue: refuses });
  expect((await answerOf(deps, request({ body: Buffer.alloc(1_048_576) }))).statusCode).toBe(200);
  expect(done.put).toHaveLength(1);
  expect(done.logs).toMatchObject([{ code: 'StoredLarge' }]);
  expect(done.metrics).toEqual([]);
});

test('what neither queue nor bucket takes is 503, so that Vibes sends it again', async () => {
  const { deps, done } = given({ queue: refuses, overflow: refusesToo });
  expect((await answerOf(deps, request())).statusCode).toBe(503);
  expect(done.logs).toMatchObject([{ level: 'error', code: 'StoreFailed', cause: 'QueueDoesNotExist, NoSuchBucket' }]);
  expect(done.metrics).toEqual(['StoreFailed']);
});

test.each([
  ['a verifier that throws', request({ resource: '/sms/mo', headers: basic('a', 'b') })],
  ['an event without a context', { ...request(), requestContext: undefined }],
  ['an event without a route', { ...request(), resource: undefined }],
  ['no event at all', null],
])('%s is 503, not an exception', async (_what, event) => {
  const broken = { verify: () => Promise.reject(new RangeError('quotes +15555550100')) };
  const { deps, done } = given({ moSecret: broken });
  const answer = await answerOf(deps, JSON.parse(JSON.stringify(event)));
  expect(answer).toEqual({ statusCode: 503, body: '' });
  expect(done.logs).toMatchObject([{ level: 'error', code: 'Unexpected' }]);
  expect(done.metrics).toEqual(['StoreFailed']);
});

test('an invocation that does not say what is left of it has all the time', async () => {
  const { deps, done } = given();
  const context = JSON.parse('{}');
  expect((await createHandler(deps)(request(), context)).statusCode).toBe(200);
  expect((await createHandler(deps)(request())).statusCode).toBe(200);
  expect(done.sent).toHaveLength(2);
});

test.each([
  ['test-invoke-stage', 'invocation'],
  ['callbacks', 'request'],
])("the line of an operator's own test says so, by the stage %s", async (stage, smokeTest) => {
  const { deps, done } = given({ queue: refuses, overflow: refusesToo });
  const event = request({ headers: { 'X-Vibes-Callbacks-Smoke-Test': ['1'] } });
  await answerOf(deps, { ...event, requestContext: { ...event.requestContext, stage } });
  expect(done.logs).toMatchObject([{ code: 'StoreFailed', smokeTest }]);
});
