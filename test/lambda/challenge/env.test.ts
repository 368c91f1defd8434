import { readEnv } from '../../../lambda/challenge/env';

test('its variable is read, and missed', () => {
  expect(readEnv({ METRIC_SCOPE: 'Stack', OTHER: 'x' })).toEqual({ METRIC_SCOPE: 'Stack' });
  expect(() => readEnv({})).toThrow('missing environment variables: METRIC_SCOPE');
});
