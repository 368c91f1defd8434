import { readAlarms } from '../../../../src/aws/cloudwatch/alarms/read-alarms';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../../src/aws/cloudwatch/metrics/metric-store';
import { LocalCloudError } from '../../../../src/base/local-cloud-error';
import { deployTemplate } from '../../../../src/template/deploy-template';

const single = {
  AlarmActions: [{ Ref: 'Topic' }],
  AlarmDescription: 'What happened.',
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
  EvaluationPeriods: 3,
  MetricName: 'ApproximateAgeOfOldestMessage',
  Namespace: 'AWS/SQS',
  Period: 60,
  Statistic: 'Maximum',
  Tags: [],
  Threshold: 120,
};

const stat = (Id: string, MetricName: string) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName, Dimensions: [] }, Period: 60, Stat: 'Sum' },
  ReturnData: false,
});

const {
  MetricName: _name,
  Namespace: _namespace,
  Period: _period,
  Statistic: _stat,
  Dimensions: _none,
  ...bare
} = single;
const math = {
  ...bare,
  Metrics: [
    { Expression: 'FILL(all, 0) - FILL(mo, 0)', Id: 'e', Label: 'l' },
    stat('all', '4XXError'),
    stat('mo', 'Count'),
  ],
};

function read(properties: object, composite?: object) {
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...properties } },
    ...(composite === undefined
      ? {}
      : { Risk: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { ...composite } } }),
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  return readAlarms(deployment, createMetricStore(createMetricClock(60_000)));
}

describe('an alarm of the template', () => {
  it('is read with its warm-up', () => {
    const read30 = (more: object) =>
      read({ ...single, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30, ...more } });
    expect(read30({})).toMatchObject([{ warmUp: { minutes: 30, isWhole: false } }]);
    const whole = { OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    expect(read30(whole)).toMatchObject([{ warmUp: { minutes: 30, isWhole: true } }]);
  });

  it('is read with its metric, numbers and actions', () => {
    expect(read({ ...single, DatapointsToAlarm: 2, TreatMissingData: 'breaching' })).toMatchObject([
      {
        kind: 'metric',
        name: 'Stack-Alarm',
        arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:Stack-Alarm',
        watched: { source: { metric: { name: 'ApproximateAgeOfOldestMessage', dimensions: { QueueName: 'q' } } } },
        threshold: 120,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: 'breaching',
        actions: { ALARM: ['arn:aws:sns:us-east-1:000000000000:Stack-Topic'], OK: [] },
      },
    ]);
  });

  it('needs all of its periods, and takes missing data for missing, where it does not say', () => {
    expect(read(single)).toMatchObject([{ datapointsToAlarm: 3, treatMissingData: 'missing', actionsEnabled: true }]);
  });

  it('may go by an expression', () => {
    expect(read(math)).toMatchObject([{ watched: { id: 'e' }, periodSeconds: 60, queries: { length: 3 } }]);
  });

  it('may be composite', () => {
    const [, risk] = read(single, { AlarmName: 'risk', AlarmRule: 'ALARM("Stack-Alarm") OR FALSE' });
    expect(risk).toMatchObject({ kind: 'composite', name: 'risk' });
  });

  it.each([
    ['a metric that nothing reports', { ...single, MetricName: 'NumberOfMessagesSent' }, /nothing here reports/],
    ['a namespace that nothing reports', { ...single, Namespace: 'AWS/EC2' }, /nothing here reports/],
    ['seconds', { ...single, Period: 10 }, /the period 10 is not supported/],
    ['another statistic', { ...single, Statistic: undefined, ExtendedStatistic: 'tm90' }, /the statistic tm90/],
    ['no statistic', { ...single, Statistic: undefined }, /a missing Statistic/],
    ['anomaly detection', { ...single, ComparisonOperator: 'GreaterThanUpperThreshold' }, /GreaterThanUpperThreshold/],
    ['an evaluation window', { ...single, EvaluationWindow: {} }, /EvaluationWindow/],
    ['a warm-up of three days', { ...single, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 4320 } }, /4320/],
    ['a warm-up without a length', { ...single, WarmUpConfiguration: {} }, /a warm-up period of undefined/],
    ['more than a day of minutes', { ...single, EvaluationPeriods: 1441 }, /1441 periods of 60 s, more than 1 day/],
    [
      'more data points than periods',
      { ...single, DatapointsToAlarm: 4 },
      /DatapointsToAlarm is 4, and must be from 1 to 3/,
    ],
    ['another treatment of missing data', { ...single, TreatMissingData: 'guess' }, /guess/],
    [
      'a function that is not known',
      { ...bare, Metrics: [{ Expression: 'RATE(all)', Id: 'e' }, stat('all', 'Count')] },
      /RATE/,
    ],
    [
      'an id that is not there',
      { ...bare, Metrics: [{ Expression: 'IF(all, gone)', Id: 'e' }, stat('all', 'Count')] },
      /gone/,
    ],
    ['two results', { ...math, Metrics: [...math.Metrics, { Expression: 'all', Id: 'f' }] }, /other than one result/],
  ])('with %s stops the start', (_, properties, sentence) => {
    expect(() => read(JSON.parse(JSON.stringify(properties)))).toThrow(LocalCloudError);
    expect(() => read(JSON.parse(JSON.stringify(properties)))).toThrow(sentence);
    expect(() => read(JSON.parse(JSON.stringify(properties)))).toThrow(/"Alarm"/);
  });

  it.each([
    ['an alarm that is not there', { AlarmRule: 'ALARM("gone")' }, /there is no alarm gone/],
    ['a suppressor', { AlarmRule: 'TRUE', ActionsSuppressor: 'x' }, /ActionsSuppressor/],
    ['no rule', {}, /a missing AlarmRule/],
  ])('that is composite with %s stops the start', (_, composite, sentence) => {
    expect(() => read(single, composite)).toThrow(sentence);
  });
});
