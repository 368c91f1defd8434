import { readEnv } from '../../../lambda/sweep/env';

const complete = {
  QUEUE_URL: 'https://sqs/queue',
  LEDGER_TABLE: 'ledger',
  BUCKET: 'callbacks',
  REQUIRE_RBM_SIGNATURE: 'false',
  REQUIRE_CERTIFICATE: 'true',
  IDENTITY_KEY_ARN: 'arn:key',
  METRIC_SCOPE: 'Stack',
};

test('a complete environment is read', () => {
  expect(readEnv(complete)).toEqual(complete);
});

test('every missing variable is named', () => {
  const { QUEUE_URL: _queue, BUCKET: _bucket, ...rest } = complete;
  expect(() => readEnv(rest)).toThrow('missing environment variables: QUEUE_URL, BUCKET');
});

test('what says nothing sensible is named', () => {
  expect(() => readEnv({ ...complete, REQUIRE_CERTIFICATE: 'yes' })).toThrow(
    'REQUIRE_CERTIFICATE must be true or false',
  );
});
