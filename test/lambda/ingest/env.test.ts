import { readEnv } from '../../../lambda/ingest/env';

const complete = {
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks',
  OVERFLOW_BUCKET: 'overflow',
  MO_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:mo',
  MO_USER_NAME: 'vibes',
  RBM_SECRET_ARN: '',
  CLIENT_CERTIFICATE_CN: '',
  REQUIRE_CERTIFICATE: 'false',
  METRIC_SCOPE: 'VibesCallbacks',
};

test('reads what is there and nothing else', () => expect(readEnv({ ...complete, HOME: '/' })).toEqual(complete));

test('names every missing variable at once', () => {
  const { QUEUE_URL, RBM_SECRET_ARN, ...rest } = complete;
  expect(() => readEnv(rest)).toThrow('missing environment variables: QUEUE_URL, RBM_SECRET_ARN');
});

test('an update from 0.1.0 that brings the code before the variables does not make ingest fail', () => {
  const { MO_USER_NAME, REQUIRE_CERTIFICATE, ...before } = complete;
  expect(readEnv(before)).toEqual({ ...before, MO_USER_NAME: '', REQUIRE_CERTIFICATE: 'false' });
});
