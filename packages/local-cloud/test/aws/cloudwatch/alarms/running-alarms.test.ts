import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AlarmDefinition } from '../../../../src/aws/cloudwatch/alarms/alarm-definition';
import { openAlarmLog } from '../../../../src/aws/cloudwatch/alarms/alarm-log';
import { alarmMessage } from '../../../../src/aws/cloudwatch/alarms/alarm-message';
import { RunningAlarms } from '../../../../src/aws/cloudwatch/alarms/running-alarms';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../../src/aws/cloudwatch/metrics/metric-store';
import { openKeptTimes } from '../../../../src/aws/kept-times';
import { temporaryFolder } from '../../../support/temporary-folder';
import { compositeAlarm, metricAlarm } from './definitions';

const newFolder = temporaryFolder();
const account = { accountId: '000000000000', region: 'us-east-1' };
const metric = { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } };

function given(definitions: readonly AlarmDefinition[], path = join(newFolder(), 'alarms.jsonl'), startMs = 0) {
  mkdirSync(dirname(path), { recursive: true });
  let ms = startMs;
  const clock = createMetricClock(60_000, () => ms);
  const store = createMetricStore(clock);
  const told: string[] = [];
  const log = openAlarmLog(path, account);
  const alarms = new RunningAlarms({
    clock,
    store,
    log,
    starts: openKeptTimes(`${path}.starts`),
    onChange: (changes) => told.push(changes.map(({ alarm, from, to }) => `${alarm.name} ${from} ${to}`).join()),
  });
  alarms.define(definitions);
  const state = () => Object.fromEntries(alarms.all().map((one) => [one.alarm.name, one.state]));
  return {
    alarms,
    log,
    path,
    told,
    state,
    fail: () => store.put([{ metric, value: 1 }]),
    /** To the end of the minute, and evaluates. */
    minute: () => {
      ms += 60_000;
      alarms.evaluate();
    },
  };
}

describe('the alarms', () => {
  it('go from state to state with what is reported, and say so once', () => {
    const { minute, fail, state, told } = given([metricAlarm()]);
    expect(state()).toEqual({ errors: 'INSUFFICIENT_DATA' });
    minute();
    fail();
    minute();
    expect(state()).toEqual({ errors: 'ALARM' });
    for (let minutes = 0; minutes < 4; minutes += 1) minute();
    expect(state()).toEqual({ errors: 'OK' });
    expect(told).toEqual(['errors INSUFFICIENT_DATA OK', 'errors OK ALARM', 'errors ALARM OK']);
  });

  it('slide over longer periods', () => {
    const watched = { ...metricAlarm().watched };
    const source = { ...watched.source, periodSeconds: 300 };
    const query = { ...watched, source } as typeof watched;
    const alarm = metricAlarm({ queries: [query], watched: query, periodSeconds: 300, threshold: 2 });
    const { minute, fail, state } = given([alarm], undefined, 7 * 60_000);
    fail();
    minute();
    minute();
    minute();
    fail();
    minute();
    expect(state()).toEqual({ errors: 'ALARM' });
  });

  it('are part of composite alarms', () => {
    const { minute, fail, alarms, told } = given([compositeAlarm('ALARM("errors")'), metricAlarm()]);
    fail();
    minute();
    expect(told).toEqual(['errors INSUFFICIENT_DATA ALARM,risk INSUFFICIENT_DATA ALARM']);
    const risk = alarms.all().find(({ alarm }) => alarm.name === 'risk');
    expect(risk?.reason).toContain('these are in ALARM: arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors');
  });

  it('are no reason of a composite alarm that names a longer name', () => {
    const longer = metricAlarm({ name: 'errors-persist', arn: `${metricAlarm().arn}-persist`, threshold: 2 });
    const { minute, fail, alarms, state } = given([compositeAlarm('ALARM("errors-persist")'), longer, metricAlarm()]);
    fail();
    minute();
    expect(state()).toEqual({ errors: 'ALARM', 'errors-persist': 'OK', risk: 'OK' });
    const risk = alarms.all().find(({ alarm }) => alarm.name === 'risk');
    expect(risk?.reason).toContain('no alarm of its rule is in ALARM');
  });

  it('write each change as a subscriber of the topic gets it', () => {
    const { minute, fail, path } = given([metricAlarm()]);
    fail();
    minute();
    const at = new Date(60_000);
    const reason = expect.stringContaining('Threshold Crossed');
    const change = { alarm: metricAlarm(), from: 'INSUFFICIENT_DATA', to: 'ALARM', reason, at } as const;
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(alarmMessage(change, account));
  });

  it('keep their state over a restart', () => {
    const { minute, fail, path, log } = given([metricAlarm()]);
    fail();
    minute();
    log.close();
    const { alarms, told } = given([metricAlarm()], path, 60_000);
    expect(alarms.all()).toMatchObject([{ state: 'ALARM', since: new Date(60_000) }]);
    expect(told).toEqual([]);
  });

  it('that warm up wait, over a restart too, and then go by what was not there', () => {
    const silent = metricAlarm({
      ...{ comparison: 'LessThanThreshold', treatMissingData: 'breaching' },
      warmUp: { minutes: 3, isWhole: true },
    });
    const { minute, fail, path, state, log } = given([silent]);
    fail();
    minute();
    log.close();
    const again = given([silent], path, 60_000);
    again.minute();
    expect([state(), again.state()]).toEqual([{ errors: 'INSUFFICIENT_DATA' }, { errors: 'INSUFFICIENT_DATA' }]);
    again.minute();
    expect(again.state()).toEqual({ errors: 'ALARM' });
    again.alarms.define([{ ...silent, threshold: 2 }]);
    again.minute();
    expect(again.state()).toEqual({ errors: 'ALARM' });
  });

  it('that may end their warm-up early do so once there is enough to look at', () => {
    const { minute, fail, state } = given([metricAlarm({ warmUp: { minutes: 9, isWhole: false } })]);
    minute();
    expect(state()).toEqual({ errors: 'INSUFFICIENT_DATA' });
    fail();
    minute();
    expect(state()).toEqual({ errors: 'ALARM' });
  });

  it('may be set by hand until the next evaluation', () => {
    const { alarms, minute, state, told } = given([metricAlarm()]);
    expect(alarms.set('errors', 'ALARM', 'a test')).toBe(true);
    expect([state(), alarms.set('gone', 'OK', '')]).toEqual([{ errors: 'ALARM' }, false]);
    minute();
    expect(told).toEqual(['errors INSUFFICIENT_DATA ALARM', 'errors ALARM OK']);
  });

  it('of another template take their place', () => {
    const { alarms, minute, state } = given([metricAlarm()]);
    minute();
    alarms.define([metricAlarm(), metricAlarm({ name: 'new' })]);
    expect(state()).toEqual({ errors: 'OK', new: 'INSUFFICIENT_DATA' });
    alarms.define([]);
    expect(state()).toEqual({});
  });
});
