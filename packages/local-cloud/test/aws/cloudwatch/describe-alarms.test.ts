import { arn, givenAlarms as given } from './given-alarms';

describe('DescribeAlarms', () => {
  it('describes an alarm with its metric and state', async () => {
    const { MetricAlarms } = await given().ask('DescribeAlarms', { AlarmNames: ['errors'] });
    expect(MetricAlarms).toEqual([
      expect.objectContaining({
        AlarmName: 'errors',
        AlarmArn: arn('errors'),
        StateValue: 'OK',
        StateReason: expect.stringContaining('no datapoints were received'),
        StateUpdatedTimestamp: 240,
        MetricName: 'Errors',
        Dimensions: [{ Name: 'Scope', Value: 's' }],
        Statistic: 'Sum',
        Threshold: 1,
      }),
    ]);
  });

  it('finds alarms by name, prefix, state and kind', async () => {
    const { names } = given();
    expect(await names({})).toEqual(['errors', 'second']);
    expect(await names({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] })).toEqual(['errors', 'second', 'risk']);
    expect(await names({ AlarmNamePrefix: 'sec' })).toEqual(['second']);
    expect(await names({ StateValue: 'ALARM' })).toEqual([]);
    expect(await names({ ActionPrefix: 'arn:aws:sns' })).toEqual(['errors', 'second']);
    const { NextToken } = await given().ask('DescribeAlarms', { MaxRecords: 1 });
    expect(await names({ MaxRecords: 1, NextToken })).toEqual(['second']);
  });
});
