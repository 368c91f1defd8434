// What fires on silence, `expectTraffic`, the sweep and the tick, from the synthesized template to the alarm: the local cloud's filters and alarms, by a clock of our own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAlarmLog } from '../../packages/local-cloud/src/aws/cloudwatch/alarms/alarm-log';
import { readAlarms } from '../../packages/local-cloud/src/aws/cloudwatch/alarms/read-alarms';
import { RunningAlarms } from '../../packages/local-cloud/src/aws/cloudwatch/alarms/running-alarms';
import { createMetricClock } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric-store';
import { openKeptTimes } from '../../packages/local-cloud/src/aws/kept-times';
import { readMetricFilters } from '../../packages/local-cloud/src/aws/logs/metric-filters';
import { deployTemplate } from '../../packages/local-cloud/src/template/deploy-template';
import { synthesize, theOnly } from '../lib/synth';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const synthesized = synthesize({ expectTraffic: { receipts: '5m' }, messageOutcomes: true });

/** @param ids the alarms that are evaluated; a day has many minutes. @default all */
function given(...ids: readonly string[]) {
  let ms = 0;
  const temporary = newFolder();
  mkdirSync(temporary, { recursive: true });
  const deployment = deployTemplate(synthesized.template.toJSON() as Parameters<typeof deployTemplate>[0], {
    stackName: 'Stack',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
  });
  const clock = createMetricClock(60_000, () => ms);
  const store = createMetricStore(clock);
  const alarms = new RunningAlarms({
    clock,
    store,
    log: openAlarmLog(join(newFolder(), 'alarms.jsonl'), deployment),
    starts: openKeptTimes(join(temporary, 'starts.json')),
    onChange: () => undefined,
  });
  const isWanted = (name: string) => ids.length === 0 || ids.includes(name.replace('Stack-', ''));
  alarms.define(readAlarms(deployment, store).filter(({ name }) => isWanted(name)));
  const filtered = readMetricFilters(deployment);
  const sweeps = { FunctionName: deployment.resource(theOnly(synthesized, 'AWS::Lambda::Function', 'Sweep')[0]).ref };
  const ticks = { FunctionName: deployment.resource(theOnly(synthesized, 'AWS::Lambda::Function', 'Outcomes')[0]).ref };
  const group = deployment.resource(theOnly(synthesized, 'AWS::Logs::LogGroup', 'Consumer')[0]).ref;
  return {
    publish: (detailType: string, code = 'Published') =>
      store.put(filtered(group, JSON.stringify({ code, detailType }))),
    sweep: () =>
      store.put([{ metric: { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: sweeps }, value: 1 }]),
    tick: (name: 'AsyncEventsReceived' | 'AsyncEventsDropped' | 'Errors' = 'AsyncEventsReceived') =>
      store.put([{ metric: { namespace: 'AWS/Lambda', name, dimensions: ticks }, value: 1 }]),
    minutes: (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        ms += 60_000;
        alarms.evaluate();
      }
    },
    state: (id: string) => alarms.all().find(({ alarm }) => alarm.name === `Stack-${id}`)?.state,
  };
}

it('fires when what should come does not, pages the person on call, and ends with the next callback', () => {
  const { publish, minutes, state } = given();
  publish('MT Message Response');
  minutes(5);
  expect(state('ReceiptsSilent')).toBe('OK');
  minutes(2);
  expect(state('ReceiptsSilent')).toBe('ALARM');
  expect(state('CallbacksAtRisk')).toBe('ALARM');
  publish('MT Message Response');
  minutes(1);
  expect(state('ReceiptsSilent')).toBe('OK');
  expect(state('CallbacksAtRisk')).toBe('OK');
});

it('is not broken by another family, a repeat or an operator’s test', () => {
  const { publish, minutes, state } = given();
  publish('MT Message Response');
  minutes(3);
  publish('MO Message');
  publish('MT Message Response', 'DuplicateDropped');
  publish('Smoke Test', 'SmokeTest');
  minutes(4);
  expect(state('ReceiptsSilent')).toBe('ALARM');
});

it('rings where nothing has ever come, but not before the first could be late', () => {
  const { minutes, state } = given();
  minutes(4);
  expect([state('ReceiptsSilent'), state('CallbacksAtRisk')]).toEqual(['INSUFFICIENT_DATA', 'OK']);
  minutes(1);
  expect(state('ReceiptsSilent')).toBe('ALARM');
});

describe('the sweep', () => {
  it('that never runs rings on the second day', () => {
    const { minutes, state } = given('SweepMissing');
    minutes(26 * 60 - 1);
    expect(state('SweepMissing')).toBe('INSUFFICIENT_DATA');
    minutes(1);
    expect(state('SweepMissing')).toBe('ALARM');
  });

  it('that runs each day does not, and the first day that it misses does', () => {
    const { minutes, sweep, state } = given('SweepMissing');
    for (let day = 0; day < 3; day += 1) {
      minutes(24 * 60);
      sweep();
      expect(state('SweepMissing')).not.toBe('ALARM');
    }
    minutes(26 * 60);
    expect(state('SweepMissing')).toBe('OK');
    minutes(2);
    expect(state('SweepMissing')).toBe('ALARM');
    sweep();
    minutes(1);
    expect(state('SweepMissing')).toBe('OK');
  });
});

describe('the tick that finds overdue messages', () => {
  it('that never comes rings after a quarter of an hour', () => {
    const { minutes, state } = given();
    minutes(14);
    expect(state('OutcomesTickMissing')).toBe('INSUFFICIENT_DATA');
    minutes(1);
    expect(state('OutcomesTickMissing')).toBe('ALARM');
  });

  it('may miss twice in a row, and the third time rings until the next', () => {
    const { minutes, tick, state } = given();
    for (let count = 0; count < 6; count += 1) {
      tick();
      minutes(5);
      expect([state('OutcomesTickMissing'), state('OutcomesTickFailed')]).not.toContain('ALARM');
    }
    minutes(10);
    expect(state('OutcomesTickMissing')).toBe('OK');
    minutes(6);
    expect(state('OutcomesTickMissing')).toBe('ALARM');
    tick();
    minutes(1);
    expect(state('OutcomesTickMissing')).toBe('OK');
  });

  it('that fails three times in a row rings too, until it works again', () => {
    const { minutes, tick, state } = given();
    for (let count = 0; count < 3; count += 1) {
      expect(state('OutcomesTickFailed')).not.toBe('ALARM');
      tick();
      tick('AsyncEventsDropped');
      minutes(5);
    }
    expect([state('OutcomesTickFailed'), state('OutcomesTickMissing')]).toEqual(['ALARM', 'OK']);
    minutes(20);
    expect(state('OutcomesTickFailed')).toBe('OK');
  });

  it('that fails each time is one error until it works again, and not one every five minutes', () => {
    const { minutes, tick, state } = given('OutcomesErrors');
    for (let minute = 0; minute < 20; minute += 1) {
      if (minute % 5 === 0) tick('Errors');
      minutes(1);
      expect(state('OutcomesErrors')).toBe('ALARM');
    }
    minutes(5);
    expect(state('OutcomesErrors')).toBe('OK');
  });
});
