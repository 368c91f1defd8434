import { readEnv } from '../../../lambda/consumer/env';

const complete = {
  QUEUE_URL: 'https://queue',
  LEDGER_TABLE: 'ledger',
  EVENT_BUS: 'bus',
  BUCKET: 'bucket',
  REQUIRE_RBM_SIGNATURE: 'false',
  LEDGER_DAYS: '30',
  METRIC_SCOPE: 'VibesCallbacks',
};

it('reads what the stack sets', () => {
  expect(readEnv(complete)).toEqual(complete);
});

it('names every missing variable at once', () => {
  const { BUCKET, LEDGER_DAYS, ...rest } = complete;
  expect(() => readEnv(rest)).toThrow('missing environment variables: BUCKET, LEDGER_DAYS');
});

it.each(['', '0', '-1', '30.5', 'thirty'])('rejects %j days of memory', (LEDGER_DAYS) => {
  expect(() => readEnv({ ...complete, LEDGER_DAYS })).toThrow('LEDGER_DAYS must be a whole number of days');
});

it('rejects a word that is neither true nor false', () => {
  const env = { ...complete, REQUIRE_RBM_SIGNATURE: 'yes' };
  expect(() => readEnv(env)).toThrow('REQUIRE_RBM_SIGNATURE must be true or false');
});
