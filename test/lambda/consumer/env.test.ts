import { readEnv } from '../../../lambda/consumer/env';

const complete = {
  QUEUE_URL: 'https://queue',
  RETRY_QUEUE_URL: 'https://queue-retry',
  LEDGER_TABLE: 'ledger',
  EVENT_BUS: 'bus',
  BUCKET: 'bucket',
  REQUIRE_RBM_SIGNATURE: 'false',
  REQUIRE_CERTIFICATE: 'false',
  LEDGER_DAYS: '30',
  IDENTITY_KEY_ARN: 'arn:key',
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

it.each(['REQUIRE_RBM_SIGNATURE', 'REQUIRE_CERTIFICATE'])(
  'rejects a word that is neither true nor false for %s',
  (key) => {
    expect(() => readEnv({ ...complete, [key]: 'yes' })).toThrow(`${key} must be true or false`);
  },
);
