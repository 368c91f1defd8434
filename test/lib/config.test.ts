import { ConfigError, resolveConfig } from '../../lib/config';

test('what is set is kept', () => {
  const set = {
    stageName: 'v1',
    consumerConcurrency: 2,
    extraAddresses: ['203.0.113.9'],
    removalPolicy: 'destroy',
  } as const;
  expect(resolveConfig(set)).toMatchObject(set);
});

test('every mistake is named at once, a sentence each', () => {
  const resolve = () => resolveConfig({ stageName: 'a b', queueRetentionDays: 5, consumerConcurrency: 1 });
  expect(resolve).toThrow(ConfigError);
  expect(resolve).toThrow(
    [
      'stageName is "a b": write letters, digits, hyphens and underscores only, as in "callbacks".',
      'queueRetentionDays is 5: write a whole number from 1 to 4 days.',
      'consumerConcurrency is 1: write a whole number from 2 to 1000.',
    ].join('\n'),
  );
});
