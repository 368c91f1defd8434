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

test('a sample that adds nothing is counted as 0', () => {
  const lines: object[] = [];
  createMetrics(
    'my-stack',
    () => 1,
    (line) => lines.push(line),
  ).countNone('MoChallenged', { Stage: 'callbacks' });
  expect(lines).toMatchObject([{ Scope: 'my-stack', Stage: 'callbacks', MoChallenged: 0 }]);
});

test.each([
  ['within a minute once, in that of its arrival', '07:08:10.000', '07:08:10.100', ['07:08:10.000']],
  ['answered in the next minute in both', '07:08:59.900', '07:09:00.100', ['07:08:59.900', '07:09:01.100']],
  [
    'whose answer may still fall into the next minute in both',
    '07:08:59.300',
    '07:08:59.310',
    ['07:08:59.300', '07:09:00.310'],
  ],
])('a request is counted %s', (_what, arrived, now, expected) => {
  const at = (time: string) => Date.parse(`2026-05-06T${time}Z`);
  const lines: { _aws: { Timestamp: number } }[] = [];
  const metrics = createMetrics(
    'my-stack',
    () => at(now),
    (line) => lines.push(line as { _aws: { Timestamp: number } }),
  );
  metrics.countRequest('MoChallenged', at(arrived), { Stage: 'callbacks' });
  expect(lines.map(({ _aws }) => _aws.Timestamp)).toEqual(expected.map(at));
  expect(lines[0]).toMatchObject({ Scope: 'my-stack', Stage: 'callbacks', MoChallenged: 1 });
});

test('a request whose arrival the gateway does not tell is counted now: without a time CloudWatch would drop it', () => {
  const lines: { _aws: { Timestamp: number } }[] = [];
  const metrics = createMetrics(
    'my-stack',
    () => 1_767_323_045_678,
    (line) => lines.push(line as { _aws: { Timestamp: number } }),
  );
  metrics.countRequest('MoChallenged', undefined, { Stage: 'callbacks' });
  expect(lines.map(({ _aws }) => _aws.Timestamp)).toEqual([1_767_323_045_678]);
});
