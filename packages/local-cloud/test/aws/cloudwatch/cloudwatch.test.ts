import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AlarmChange } from '../../../src/aws/cloudwatch/alarms/alarm-message';
import { openCloudWatch } from '../../../src/aws/cloudwatch/cloudwatch';
import { openDataFolder } from '../../../src/aws/data-folder';
import type { QueueGauge } from '../../../src/aws/sqs/queue-gauges';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask } from '../../support/ask';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const minuteMs = 60_000;

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

const alarmOf = (name: string, metric: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: name,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    Period: 60,
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    ...metric,
  },
});
const errors = alarmOf('Errors', { Namespace: 'N', MetricName: 'Errors' });
const dead = alarmOf('Dead', {
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
});
const deployed = (Resources: Record<string, ReturnType<typeof alarmOf>>) =>
  deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });

function given(
  folder = join(newFolder(), 'data'),
  resources: Record<string, ReturnType<typeof alarmOf>> = { errors, dead },
) {
  const changes: AlarmChange[] = [];
  const data = openDataFolder(folder);
  const options = { minuteMs, onChange: (some: readonly AlarmChange[]) => changes.push(...some) };
  const cloudwatch = openCloudWatch(deployed(resources), data, options);
  const states = () => Object.fromEntries(cloudwatch.alarms().map(({ alarm, state }) => [alarm.name, state]));
  const said = () => changes.map(({ alarm, to }) => `${alarm.name} ${to}`);
  return { cloudwatch, states, said, data };
}

const errorLine = JSON.stringify({
  _aws: { CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'Errors' }] }] },
  Errors: 1,
});
const gauge = (visible: number): QueueGauge => ({
  queueName: 'dead',
  visible,
  inFlight: 0,
  delayed: 0,
  oldestAgeMs: 0,
});

describe('CloudWatch', () => {
  it('evaluates its alarms at each minute’s end, by what functions wrote in it', () => {
    const { cloudwatch, states, said, data } = given();
    cloudwatch.start(() => []);
    cloudwatch.putLine(errorLine);
    cloudwatch.putLine('no metric at all');
    jest.advanceTimersByTime(minuteMs - 1);
    expect(said()).toEqual([]);
    jest.advanceTimersByTime(2 * 1000);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'OK' });
    jest.advanceTimersByTime(5 * minuteMs);
    expect(said()).toEqual(expect.arrayContaining(['Errors ALARM', 'Errors OK']));
    cloudwatch.stop();
    expect(readFileSync(data.alarms, 'utf8')).toContain('"AlarmName":"Errors"');
  });

  it('counts what a function wrote in the minute that the line names', () => {
    const { cloudwatch, said } = given();
    cloudwatch.start(() => []);
    jest.advanceTimersByTime(9 * minuteMs);
    cloudwatch.putLine(errorLine.replace('"CloudWatchMetrics"', '"Timestamp":1,"CloudWatchMetrics"'));
    jest.advanceTimersByTime(2 * minuteMs);
    expect(said()).not.toContain('Errors ALARM');
    cloudwatch.stop();
  });

  it('looks at the queues once a minute, and what they hold belongs to the minute that ended', () => {
    const { cloudwatch, states } = given();
    let visible = 3;
    cloudwatch.start(() => [gauge(visible)]);
    jest.advanceTimersByTime(minuteMs + 1001);
    expect(states()).toMatchObject({ Dead: 'ALARM' });
    visible = 0;
    jest.advanceTimersByTime(minuteMs);
    expect(states()).toMatchObject({ Dead: 'OK' });
    cloudwatch.stop();
  });

  it('lets minutes pass at once: an alarm fires for the current minute, and ends when that is past', async () => {
    const { cloudwatch, states, said } = given();
    let visible = 0;
    cloudwatch.start(() => [gauge(visible)]);
    cloudwatch.putLine(errorLine);
    await cloudwatch.pass(1);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'OK' });
    visible = 1;
    await cloudwatch.pass(10);
    expect(states()).toEqual({ Errors: 'OK', Dead: 'ALARM' });
    cloudwatch.putLine(errorLine);
    jest.advanceTimersByTime(minuteMs + 1001);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'ALARM' });
    expect(said().filter((line) => line.startsWith('Errors'))).toEqual(['Errors ALARM', 'Errors OK', 'Errors ALARM']);
    cloudwatch.stop();
  });

  it('stays in a minute while it is held, which only ends with pass, until it is released', async () => {
    const { cloudwatch, states } = given();
    cloudwatch.start(() => [gauge(1)]);
    cloudwatch.hold(true);
    cloudwatch.putLine(errorLine);
    jest.advanceTimersByTime(9 * minuteMs);
    expect(states()).toEqual({ Errors: 'INSUFFICIENT_DATA', Dead: 'INSUFFICIENT_DATA' });
    cloudwatch.putLine(errorLine.replace('"CloudWatchMetrics"', '"Timestamp":540001,"CloudWatchMetrics"'));
    await cloudwatch.pass(1);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'ALARM' });
    jest.advanceTimersByTime(9 * minuteMs);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'ALARM' });
    await cloudwatch.pass(3);
    expect(states()).toEqual({ Errors: 'OK', Dead: 'ALARM' });
    cloudwatch.hold(false);
    cloudwatch.putLine(errorLine);
    jest.advanceTimersByTime(minuteMs + 1001);
    expect(states()).toEqual({ Errors: 'ALARM', Dead: 'ALARM' });
    cloudwatch.stop();
  });

  it('minutes that pass at once count for the warm-up of a new alarm', async () => {
    const silent = alarmOf('Silent', { Namespace: 'N', MetricName: 'Calls', TreatMissingData: 'breaching' });
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    Object.assign(silent.Properties, { WarmUpConfiguration });
    const { cloudwatch, states } = given(undefined, { silent });
    cloudwatch.start(() => []);
    await cloudwatch.pass(4);
    expect(states()).toEqual({ Silent: 'INSUFFICIENT_DATA' });
    await cloudwatch.pass(1);
    expect(states()).toEqual({ Silent: 'ALARM' });
    cloudwatch.stop();
  });

  it('lets other work run between the minutes that pass at once', async () => {
    const { cloudwatch } = given();
    const seen: string[] = [];
    cloudwatch.start(() => {
      seen.push('minute');
      return [];
    });
    const passed = cloudwatch.pass(3).then(() => seen.push('passed'));
    for (let turn = 0; turn < 3; turn += 1) {
      await setImmediate();
      seen.push('other work');
    }
    await passed;
    expect(seen.join(', ')).toBe('minute, other work, minute, other work, minute, passed, other work');
    cloudwatch.stop();
  });

  it('lets no more minutes pass once it is stopped', async () => {
    const { cloudwatch } = given();
    let minutes = 0;
    cloudwatch.start(() => {
      minutes += 1;
      return [];
    });
    const passed = cloudwatch.pass(3);
    await setImmediate();
    cloudwatch.stop();
    await passed;
    expect(minutes).toBe(1);
  });

  it('does nothing any more once it is stopped', () => {
    const { cloudwatch, said } = given();
    cloudwatch.start(() => []);
    cloudwatch.stop();
    cloudwatch.putLine(errorLine);
    jest.advanceTimersByTime(3 * minuteMs);
    expect(said()).toEqual([]);
  });

  it('takes the alarms of another template', () => {
    const { cloudwatch, states } = given();
    cloudwatch.define(deployed({ errors }));
    expect(Object.keys(states())).toEqual(['Errors']);
    expect(() => cloudwatch.define(deployed({ odd: alarmOf('Odd', { Oddity: 1 }) }))).toThrow('Oddity');
    cloudwatch.stop();
  });

  it('forgets what it counted when it is cleared', () => {
    const { cloudwatch, said } = given();
    cloudwatch.start(() => []);
    cloudwatch.putLine(errorLine);
    cloudwatch.clear();
    jest.advanceTimersByTime(minuteMs + 1001);
    expect(said().filter((line) => line.endsWith('ALARM'))).toEqual([]);
    cloudwatch.stop();
  });

  it('remembers finished minutes over a restart', async () => {
    const folder = join(newFolder(), 'data');
    const first = given(folder);
    first.cloudwatch.start(() => []);
    first.cloudwatch.putLine(errorLine);
    jest.advanceTimersByTime(minuteMs + 1001);
    first.cloudwatch.stop();
    const { cloudwatch } = given(folder);
    const query = {
      Id: 'm',
      MetricStat: { Metric: { Namespace: 'N', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
    };
    const answer = await ask(cloudwatch.service, 'cloudwatch', 'GetMetricData', {
      StartTime: 0,
      EndTime: 120,
      MetricDataQueries: [query],
    });
    expect(answer.MetricDataResults).toMatchObject([{ Values: [1] }]);
    cloudwatch.stop();
  });
});
