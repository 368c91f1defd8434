import { readEnv } from '../../../lambda/outcomes/env';

const complete = {
  OUTCOMES_TABLE: 'outcomes',
  EVENT_BUS: 'bus',
  QUEUE_URL: 'https://queue',
  IDENTITY_KEY_ARN: 'arn:key',
  RETENTION_DAYS: '90',
};

it('reads what the stack sets', () => {
  expect(readEnv(complete)).toEqual(complete);
});

it('names every missing variable at once', () => {
  const { EVENT_BUS, RETENTION_DAYS, ...rest } = complete;
  expect(() => readEnv(rest)).toThrow('missing environment variables: EVENT_BUS, RETENTION_DAYS');
});

it.each(['', '0', '-1', '30.5', 'thirty'])('rejects %j days', (RETENTION_DAYS) => {
  expect(() => readEnv({ ...complete, RETENTION_DAYS })).toThrow('RETENTION_DAYS must be a whole number of days');
});
