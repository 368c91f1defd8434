import { postFaults, postMinutes, postReset, toAlarmEntry } from '../../src/run/control-routes';
import { metricAlarm } from '../aws/cloudwatch/alarms/definitions';

it('an alarm has its state, why, since when, and its description', () => {
  const since = new Date('2026-11-25T14:00:00Z');
  const alarm = metricAlarm({ description: 'What happened.' });
  expect(toAlarmEntry({ alarm, state: 'ALARM', reason: 'because', since })).toEqual({
    name: 'errors',
    state: 'ALARM',
    since: '2026-11-25T14:00:00.000Z',
    reason: 'because',
    description: 'What happened.',
  });
});

describe('a reset', () => {
  const given = () => {
    const done: unknown[] = [];
    const cloud = { reset: async (keepWorkers?: boolean) => void done.push(keepWorkers) };
    return { done, post: (body: unknown) => postReset(cloud, body) };
  };

  it.each([
    [{}, false],
    [{ keepWorkers: false }, false],
    [{ keepWorkers: true }, true],
  ])('%j', async (body, expected) => {
    const { done, post } = given();
    await post(body);
    expect(done).toEqual([expected]);
  });

  it.each([
    [{ keepWorkers: 'yes' }, '"keepWorkers" must be true or false.'],
    [{ keep: true }, '"keep" is not known: write keepWorkers, or nothing.'],
  ])('refuses %j, and empties nothing', async (body, sentence) => {
    const { done, post } = given();
    await expect(post(body)).rejects.toThrow(sentence);
    expect(done).toEqual([]);
  });
});

describe('minutes', () => {
  const given = () => {
    const done: unknown[] = [];
    const cloud = {
      holdMinutes: (isHeld: boolean) => void done.push(isHeld ? 'held' : 'let go'),
      passMinutes: async (count: number) => void done.push(count),
    };
    return { done, post: (body: unknown) => postMinutes(cloud, body) };
  };

  it.each([
    [{ count: 1440 }, [1440]],
    [{ hold: true }, ['held']],
    [{ hold: false, count: 1 }, ['let go', 1]],
  ])('%j', async (body, expected) => {
    const { done, post } = given();
    await post(body);
    expect(done).toEqual(expected);
  });

  it.each([
    [{}, '"count" must be a whole number of minutes from 1 to 1440.'],
    [{ count: 0 }, '"count" must be a whole number of minutes from 1 to 1440.'],
    [{ count: 1.5, hold: true }, '"count" must be a whole number of minutes from 1 to 1440.'],
    [{ hold: 'yes' }, '"hold" must be true or false.'],
    [{ minutes: 1 }, '"minutes" is not known: write some of count, hold.'],
  ])('refuses %j, and does nothing', async (body, sentence) => {
    const { done, post } = given();
    await expect(post(body)).rejects.toThrow(sentence);
    expect(done).toEqual([]);
  });
});

describe('faults', () => {
  const given = (complaint?: string) => {
    const done: unknown[] = [];
    const cloud = {
      addFault: ({ mode }: { readonly mode: string }) => void done.push(mode),
      checkFault: ({ mode }: { readonly mode: string }) => {
        if (mode === 'throttle' && complaint !== undefined) throw new Error(complaint);
      },
      clearFaults: () => void done.push('cleared'),
    };
    return { done, post: (body: unknown) => postFaults(cloud, body) };
  };
  const [error, throttle] = ['error', 'throttle'].map((mode) => ({ service: 'sqs', mode }));

  it('are added one by one, or replaced by a list', () => {
    const { done, post } = given();
    post(error);
    post([throttle, error]);
    expect(done).toEqual(['error', 'cleared', 'throttle', 'error']);
  });

  it.each([
    ['has a wrong member', undefined, { service: 'sqs', mode: 'odd' }],
    ['names what is not there', 'no such action', throttle],
  ])('are all refused where one %s', (_what, complaint, wrong) => {
    const { done, post } = given(complaint);
    expect(() => post([error, wrong])).toThrow(complaint ?? '"mode" is "odd"');
    expect(done).toEqual([]);
  });
});
