import { ConfigError, resolveConfig } from '../../lib/config';

test('nothing at all is a configuration', () => {
  expect(resolveConfig({})).toEqual({
    stageName: 'callbacks',
    vibesRegion: 'US',
    extraAddresses: [],
    alarmEmail: undefined,
    moUserName: 'vibes',
    rbmSecret: undefined,
    queueRetentionDays: 4,
    mediaRetentionDays: 30,
    unrecognizedRetentionDays: 30,
    archiveRetentionDays: 30,
    logRetentionDays: 30,
    consumerConcurrency: 20,
    removalPolicy: 'retain',
    mutualTls: undefined,
  });
});

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
