import { readEnv } from '../../../lambda/challenge/env';

test('its variables are read, and missed', () => {
  const env = { METRIC_SCOPE: 'Stack', COUNT_PASSED: 'true' };
  expect(readEnv({ ...env, OTHER: 'x' })).toEqual(env);
  expect(() => readEnv({})).toThrow('missing environment variables: METRIC_SCOPE, COUNT_PASSED');
});
