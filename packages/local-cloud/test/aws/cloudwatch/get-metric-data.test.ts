import { getMetricData } from '../../../src/aws/cloudwatch/get-metric-data';
import { createMetricClock } from '../../../src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../src/aws/cloudwatch/metrics/metric-store';
import { AwsError } from '../../../src/aws/protocols/aws-error';

const metric = { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } };
const Metric = { Namespace: 'N', MetricName: 'Errors', Dimensions: [{ Name: 'Scope', Value: 's' }] };
const stat = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
const at = (time: string) => new Date(`2026-11-25T${time}Z`);

/** Two errors at 14:00, one at 14:02, it is 14:05:30. */
function given(minuteMs = 60_000) {
  let ms = at('14:00:10').getTime();
  const clock = createMetricClock(minuteMs, () => ms);
  const store = createMetricStore(clock);
  const pass = (minutes: number) => {
    ms += minutes * minuteMs;
  };
  store.put([{ metric, value: 1 }]);
  store.put([{ metric, value: 1 }]);
  pass(2);
  store.put([{ metric, value: 1 }]);
  pass(3);
  const range = (now: string) => ({
    StartTime: new Date(at(now).getTime() - 600_000),
    EndTime: at(now),
  });
  const get = (input: object, times: object = range('14:06:00')) =>
    getMetricData({ ...times, MetricDataQueries: [stat], ...input }, clock, store);
  return { get, now: () => new Date(ms) };
}

describe('GetMetricData', () => {
  it('gives the values of the minutes that have some, the newest first', () => {
    expect(given().get({})).toEqual({
      MetricDataResults: [
        {
          Id: 'm',
          Label: 'Errors',
          StatusCode: 'Complete',
          Timestamps: [at('14:02:00'), at('14:00:00')],
          Values: [1, 2],
        },
      ],
      Messages: [],
      NextToken: undefined,
    });
  });

  it('gives them the other way round, by longer periods, and by an expression', () => {
    const { get } = given();
    expect(get({ ScanBy: 'TimestampAscending' })).toMatchObject({ MetricDataResults: [{ Values: [2, 1] }] });
    const hourly = { ...stat, MetricStat: { ...stat.MetricStat, Period: 3600 } };
    expect(get({ MetricDataQueries: [hourly] })).toMatchObject({
      MetricDataResults: [{ Values: [3], Timestamps: [at('14:00:00')] }],
    });
    const math = { Id: 'e', Expression: 'm * 10', Label: 'tens' };
    expect(get({ MetricDataQueries: [{ ...stat, ReturnData: false }, math] })).toMatchObject({
      MetricDataResults: [{ Id: 'e', Label: 'tens', Values: [10, 20] }],
    });
  });

  it('reports shorter minutes as if they were ours', () => {
    const { get, now } = given(2000);
    const minute = Math.floor(now().getTime() / 60_000) * 60_000;
    const times = { StartTime: new Date(minute - 600_000), EndTime: new Date(minute + 60_000) };
    expect(get({}, times)).toMatchObject({
      MetricDataResults: [{ Values: [1, 2], Timestamps: [new Date(minute - 180_000), new Date(minute - 300_000)] }],
    });
    expect(get({}, { ...times, StartTime: new Date(minute - 180_000) })).toMatchObject({
      MetricDataResults: [{ Values: [1] }],
    });
  });

  it('takes times as seconds and as text', () => {
    const { get } = given();
    const times = { StartTime: at('14:02:00').getTime() / 1000, EndTime: '2026-11-25T14:03:00Z' };
    expect(get({}, times)).toMatchObject({ MetricDataResults: [{ Values: [1] }] });
  });

  it('gives pages', () => {
    const { get } = given();
    const first = get({ MaxDatapoints: 1 }) as { NextToken: string };
    expect(first).toMatchObject({ MetricDataResults: [{ Values: [1] }], NextToken: expect.any(String) });
    const second = get({ MaxDatapoints: 1, NextToken: first.NextToken });
    expect(second).toMatchObject({ MetricDataResults: [{ Values: [2] }], NextToken: undefined });
  });

  it.each([
    ['no query', { MetricDataQueries: [] }, /1 to 500/],
    ['a period of seconds', { MetricDataQueries: [{ ...stat, MetricStat: { ...stat.MetricStat, Period: 10 } }] }, /60/],
    ['another statistic', { MetricDataQueries: [{ ...stat, MetricStat: { ...stat.MetricStat, Stat: 'IQM' } }] }, /IQM/],
    ['a unit', { MetricDataQueries: [{ ...stat, MetricStat: { ...stat.MetricStat, Unit: 'Count' } }] }, /Unit/],
    ['another account', { MetricDataQueries: [{ ...stat, AccountId: '1' }] }, /AccountId/],
    ['an Id twice', { MetricDataQueries: [stat, stat] }, /differ/],
    ['an Id in capitals', { MetricDataQueries: [{ ...stat, Id: 'M' }] }, /lower-case/],
    ['an unknown function', { MetricDataQueries: [{ Id: 'e', Expression: 'RATE(m)' }, stat] }, /RATE/],
    ['a circle', { MetricDataQueries: [{ Id: 'e', Expression: 'e + 1' }] }, /refers to itself/],
    ['an end before its start', { EndTime: at('13:00:00') }, /before/],
    ['no start', { StartTime: undefined }, /StartTime/],
  ])('refuses %s', (_, input, sentence) => {
    expect(() => given().get(input)).toThrow(AwsError);
    expect(() => given().get(input)).toThrow(sentence);
  });
});
