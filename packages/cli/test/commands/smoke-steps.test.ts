import { awaitSmokeLine, newSmokeTest } from '../../src/commands/smoke-steps';
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
    expect(found?.fields).toMatchObject({ published: true });
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
});
