import { metricNames } from '../../../lambda/shared/metric-names';
import { createMetrics } from '../../../lambda/shared/metrics';

test.each(metricNames)('%s is counted in the embedded metric format', (name) => {
  const lines: object[] = [];
  createMetrics(
    'my-stack',
    () => 1_767_323_045_678,
    (line) => lines.push(line),
  ).count(name);
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: 1_767_323_045_678,
        CloudWatchMetrics: [
          { Namespace: 'VibesCallbacks', Dimensions: [['Scope']], Metrics: [{ Name: name, Unit: 'Count' }] },
        ],
      },
      Scope: 'my-stack',
      [name]: 1,
    },
  ]);
});

test('is counted by a dimension more, where one is given', () => {
  const lines: object[] = [];
  createMetrics(
    'my-stack',
    () => 1,
    (line) => lines.push(line),
  ).count('MoAuthenticated', { SecretVersion: 'v1' });
  const Metrics = [{ Name: 'MoAuthenticated', Unit: 'Count' }];
  const metric = { Namespace: 'VibesCallbacks', Dimensions: [['Scope', 'SecretVersion']], Metrics };
  expect(lines).toEqual([
    { _aws: { Timestamp: 1, CloudWatchMetrics: [metric] }, Scope: 'my-stack', SecretVersion: 'v1', MoAuthenticated: 1 },
  ]);
});
