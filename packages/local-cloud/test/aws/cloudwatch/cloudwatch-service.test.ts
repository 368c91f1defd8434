import { arn, givenAlarms as given } from './given-alarms';

describe('CloudWatch', () => {
  it('sets a state by hand', async () => {
    const { ask, names } = given();
    const input = { AlarmName: 'second', StateValue: 'ALARM', StateReason: 'a test' };
    expect(await ask('SetAlarmState', input)).toEqual({});
    expect(await names({ StateValue: 'ALARM' })).toEqual(['second']);
    expect(await ask('SetAlarmState', { ...input, AlarmName: 'gone' })).toMatchObject({ error: 'ResourceNotFound' });
    expect(await ask('SetAlarmState', { ...input, StateValue: 'LOUD' })).toMatchObject({ error: 'ValidationError' });
  });

  it.each([
    ['DescribeAlarms', { ChildrenOfAlarmName: 'risk' }],
    ['DescribeAlarmHistory', { AlarmContributorId: 'x' }],
    ['GetMetricData', { MetricDataQueries: [] }],
    ['DescribeAlarms', { NextToken: 'x' }],
  ])('refuses %s with %j', async (action, input) => {
    const { error } = await given().ask(action, input);
    expect(error).toMatch(/^(?:ValidationError|InvalidNextToken)$/);
  });

  it('asks for permissions on alarms, and on everything for composite ones', () => {
    const { needs } = given();
    expect(needs('DescribeAlarms')).toEqual([`cloudwatch:DescribeAlarms ${arn('*')}`]);
    expect(needs('DescribeAlarms', { AlarmNames: ['a', 'b'] })).toEqual([
      `cloudwatch:DescribeAlarms ${arn('a')}`,
      `cloudwatch:DescribeAlarms ${arn('b')}`,
    ]);
    expect(needs('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] })).toEqual(['cloudwatch:DescribeAlarms *']);
    expect(needs('DescribeAlarmHistory', { AlarmName: 'a' })).toEqual([`cloudwatch:DescribeAlarmHistory ${arn('a')}`]);
    expect(needs('GetMetricData')).toEqual(['cloudwatch:GetMetricData *']);
  });
});
