import {
  awaitSmokeLine,
  causeOf,
  invokeByGateway,
  newSmokeTest,
  postFromHere,
  wasPublished,
} from '../../src/commands/smoke-steps';
import { givenOps } from '../support/ops-context';

const test1 = newSmokeTest({ username: 'vibes', password: 'p:w' });
const line = (fields: object) => ({
  timestamp: 5,
  eventId: 'x',
  message: JSON.stringify({ code: 'SmokeTest', ...fields }),
});

test('a smoke test proves itself as Vibes does, is marked, and is another each time', () => {
  expect(test1.headers).toMatchObject({ authorization: 'Basic dmliZXM6cDp3', 'content-type': 'application/json' });
  expect(Object.values(test1.headers)).toContain('1');
  expect(JSON.parse(test1.body)).toEqual({ smokeTest: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const other = newSmokeTest({ username: 'vibes', password: 'p:w' });
  expect([other.body, other.eventId]).not.toEqual([test1.body, test1.eventId]);
});

describe('through the gateway', () => {
  const outputs = { RestApiId: 'api', MoResourceId: 'mo' };

  it('it is answered with a status and a request id', async () => {
    const log = 'Execution log for request 7f-1\nWed: Starting execution';
    const { context, stack, named } = givenOps({ outputs, answers: { TestInvokeMethod: [{ status: 200, log }] } });
    expect(await invokeByGateway(context, stack, test1)).toEqual({ status: 200, requestId: '7f-1' });
    expect(named('TestInvokeMethod')).toMatchObject([
      { restApiId: 'api', resourceId: 'mo', httpMethod: 'POST', pathWithQueryString: '/sms/mo', body: test1.body },
    ]);
  });

  it('it may be answered with nothing', async () => {
    const { context, stack } = givenOps({ outputs, answers: { TestInvokeMethod: [{}] } });
    expect(await invokeByGateway(context, stack, test1)).toEqual({ status: 0, requestId: undefined });
  });
});

test('from here it is posted to the MO URL', async () => {
  const { stack } = givenOps({ outputs: { SmsMoUrl: 'https://callbacks.example.com/sms/mo' } });
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockResolvedValueOnce(new Response('', { status: 503, headers: { 'x-amzn-requestid': 'r' } }))
    .mockResolvedValueOnce(new Response('', { status: 403 }));
  expect(await postFromHere(stack, test1)).toEqual({ status: 503, requestId: 'r' });
  expect(await postFromHere(stack, test1)).toEqual({ status: 403, requestId: undefined });
  expect(fetched).toHaveBeenCalledWith(
    'https://callbacks.example.com/sms/mo',
    expect.objectContaining({ method: 'POST', headers: test1.headers, body: test1.body }),
  );
  fetched.mockRestore();
});

describe('the consumer’s line', () => {
  const outputs = { ConsumerLogGroupName: '/consumer' };

  it('is waited for', async () => {
    let pauses = 0;
    const { context, stack, named } = givenOps({
      outputs,
      answers: { FilterLogEvents: [{}, {}, { events: [line({ published: true })] }] },
      io: {
        pause: async () => {
          pauses += 1;
        },
      },
    });
    const found = await awaitSmokeLine(context, stack, test1, 100_000);
    expect(found === undefined ? undefined : wasPublished(found)).toBe(true);
    expect(pauses).toBe(2);
    expect(named('FilterLogEvents')[0]).toMatchObject({
      startTime: 40_000,
      filterPattern: `{ $.code = "SmokeTest" && $.eventId = "${test1.eventId}" }`,
    });
  });

  it('is missing after half a minute', async () => {
    let waitedMs = 0;
    const { context, stack } = givenOps({
      outputs,
      answers: { FilterLogEvents: () => ({}) },
      io: {
        pause: async (ms) => {
          waitedMs += ms;
        },
      },
    });
    expect(await awaitSmokeLine(context, stack, test1, 0)).toBeUndefined();
    expect(waitedMs).toBe(30_000);
  });

  it('is not waited for after an interruption', async () => {
    const { context, stack, calls } = givenOps({ outputs, io: { interrupted: AbortSignal.abort() } });
    await expect(awaitSmokeLine(context, stack, test1, 0)).rejects.toThrow('aborted');
    expect(calls).toEqual([]);
  });

  it('says whether it was published, and why not', () => {
    const of = (fields: Record<string, unknown>) => ({ atMs: 0, code: 'SmokeTest', id: '', fields });
    expect([wasPublished(of({ published: false })), wasPublished(of({ published: 'true' }))]).toEqual([false, false]);
    expect([causeOf(of({ cause: 'AccessDenied' })), causeOf(of({}))]).toEqual(['AccessDenied', '']);
  });
});
