import { alarmMessage } from '../../../../src/aws/cloudwatch/alarms/alarm-message';
import type { MetricQuery } from '../../../../src/aws/cloudwatch/metrics/metric-query';
import { compositeAlarm, metricAlarm } from './definitions';

const account = { accountId: '000000000000', region: 'us-east-1' };
const change = { from: 'OK', to: 'ALARM', reason: 'because', at: new Date('2026-11-25T14:00:00.5Z') } as const;
const topic = 'arn:aws:sns:us-east-1:000000000000:alarms';

describe('what a subscriber of an alarm’s topic gets', () => {
  it('is the change, and the metric that made it', () => {
    expect(alarmMessage({ ...change, alarm: metricAlarm() }, account)).toEqual({
      AlarmName: 'errors',
      AlarmDescription: 'What happened. Runbook: docs/RUNBOOK.md#errors',
      AWSAccountId: '000000000000',
      NewStateValue: 'ALARM',
      NewStateReason: 'because',
      StateChangeTime: '2026-11-25T14:00:00.500+0000',
      Region: 'us-east-1',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      OldStateValue: 'OK',
      OKActions: [topic],
      AlarmActions: [topic],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'Errors',
        Namespace: 'N',
        Dimensions: [{ value: 's', name: 'Scope' }],
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Period: 60,
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        EvaluateLowSampleCountPercentile: '',
      },
    });
  });

  it('has the queries of an expression', () => {
    const [stat] = metricAlarm().queries;
    if (stat === undefined) throw new Error('the alarm has no metric');
    const source = { kind: 'math', expression: 'm1 * 2', periodSeconds: undefined } as const;
    const watched: MetricQuery = { id: 'e', label: 'twice', returnData: true, source };
    const alarm = metricAlarm({ watched, queries: [watched, { ...stat, returnData: false }] });
    const { Trigger } = alarmMessage({ ...change, alarm }, account) as { Trigger: { Metrics: unknown } };
    expect(Trigger.Metrics).toEqual([
      { Id: 'e', Label: 'twice', ReturnData: true, Expression: 'm1 * 2' },
      {
        Id: 'm1',
        Label: undefined,
        ReturnData: false,
        MetricStat: {
          Metric: { MetricName: 'Errors', Namespace: 'N', Dimensions: [{ value: 's', name: 'Scope' }] },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ]);
  });

  it('has the rule of a composite alarm', () => {
    const message = alarmMessage({ ...change, alarm: compositeAlarm('ALARM("errors")') }, account);
    expect(message).toMatchObject({ AlarmName: 'risk', AlarmRule: 'ALARM("errors")' });
    expect(message).not.toHaveProperty('Trigger');
  });
});
