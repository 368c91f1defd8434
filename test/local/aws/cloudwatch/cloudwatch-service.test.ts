import { join } from 'node:path';
import type { AwsService } from '../../../../local/aws/call';
import { openAlarmLog } from '../../../../local/aws/cloudwatch/alarms/alarm-log';
import { Alarms } from '../../../../local/aws/cloudwatch/alarms/alarms';
import { createCloudWatchService } from '../../../../local/aws/cloudwatch/cloudwatch-service';
import { createMetricClock } from '../../../../local/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../../local/aws/cloudwatch/metrics/metric-store';
import { deployTemplate } from '../../../../local/template/deploy-template';
import { ask, needs } from '../../../support/ask';
import { temporaryFolder } from '../../../support/temporary-folder';
import { compositeAlarm, metricAlarm } from './alarms/definitions';

const newFolder = temporaryFolder();
const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`;

function given() {
  let ms = 0;
  const clock = createMetricClock(60_000, () => ms);
  const store = createMetricStore(clock);
  const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });
  const log = openAlarmLog(join(newFolder(), 'alarms.jsonl'), deployment);
  const alarms = new Alarms({ clock, store, log, onChange: () => undefined });
  alarms.define([metricAlarm(), metricAlarm({ name: 'second' }), compositeAlarm('ALARM("errors")')]);
  for (const value of [1, 0, 0, 0]) {
    if (value > 0) store.put([{ metric: { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } }, value }]);
    ms += 60_000;
    alarms.evaluate();
  }
  const service: AwsService = createCloudWatchService(deployment, { clock, store, alarms, log });
  return {
    service,
    names: async (input: object) => {
      const { MetricAlarms, CompositeAlarms } = await ask(service, 'cloudwatch', 'DescribeAlarms', { ...input });
      return [MetricAlarms, CompositeAlarms].flat().map((alarm) => (alarm as { AlarmName: string }).AlarmName);
    },
    ask: (action: string, input = {}) => ask(service, 'cloudwatch', action, input),
    needs: (action: string, input = {}) => needs(service, 'cloudwatch', action, input),
  };
}

describe('CloudWatch', () => {
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

  it('tells an alarm’s history, the newest first', async () => {
    const summaries = async (input: object) => {
      const { AlarmHistoryItems: items } = await given().ask('DescribeAlarmHistory', { ...input });
      return (items as { HistorySummary: string; Timestamp: number }[]).map(
        ({ HistorySummary, Timestamp }) => `${Timestamp} ${HistorySummary}`,
      );
    };
    const [first, last] = ['60 Alarm updated from INSUFFICIENT_DATA to ALARM', '240 Alarm updated from ALARM to OK'];
    expect(await summaries({ AlarmName: 'errors' })).toEqual([last, first]);
    expect(await summaries({ AlarmName: 'errors', ScanBy: 'TimestampAscending' })).toEqual([first, last]);
    expect(await summaries({ AlarmName: 'errors', StartDate: 200 })).toEqual([last]);
    expect(await summaries({ AlarmName: 'errors', EndDate: 200 })).toEqual([first]);
    expect(await summaries({ AlarmName: 'errors', HistoryItemType: 'Action' })).toEqual([]);
    expect(await summaries({ AlarmName: 'risk' })).toEqual([]);
    expect(await summaries({ AlarmName: 'risk', AlarmTypes: ['CompositeAlarm'] })).toHaveLength(2);
  });

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
