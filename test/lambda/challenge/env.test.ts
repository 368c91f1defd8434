import { readEnv } from '../../../lambda/challenge/env';

test('its variables are read, and missed', () => {
  const env = { METRIC_SCOPE: 'Stack', COUNT_PASSED: 'true' };
  expect(readEnv({ ...env, OTHER: 'x' })).toEqual(env);
  expect(() => readEnv({})).toThrow('missing environment variables: METRIC_SCOPE');
});

test('an update that brings the code before the variables does not make the authorizer fail', () => {
  expect(readEnv({ METRIC_SCOPE: 'Stack' })).toEqual({ METRIC_SCOPE: 'Stack', COUNT_PASSED: 'false' });
});
