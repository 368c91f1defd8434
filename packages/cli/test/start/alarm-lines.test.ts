import type { AlarmState } from '../../../local-cloud/src/aws/cloudwatch/alarms/alarm-definition';
import { metricAlarm } from '../../../local-cloud/test/aws/cloudwatch/alarms/definitions';
import { alarmLines, toAlarmEntry } from '../../src/start/alarm-lines';

const paint = {
  good: (t: string) => `+${t}`,
  bad: (t: string) => `!${t}`,
  warn: String,
  dim: (t: string) => `(${t})`,
  bold: String,
};
const at = new Date('2026-11-25T14:00:00Z');
const change = (from: AlarmState, to: AlarmState, alarm = metricAlarm()) => ({
  alarm,
  from,
  to,
  reason: 'because',
  at,
});

it('a change of an alarm is a line with what it means, its end one with its part of the runbook', () => {
  expect(alarmLines([change('OK', 'ALARM'), change('ALARM', 'OK')], paint, ' --local')).toEqual([
    '!ALARM  errors  What happened. Runbook: docs/RUNBOOK.md#errors',
    '+OK     errors  docs/RUNBOOK.md#errors',
  ]);
});

it('alarms that have their first data are one line together', () => {
  const first = change('INSUFFICIENT_DATA', 'OK');
  expect(alarmLines([first, change('INSUFFICIENT_DATA', 'ALARM'), first], paint, ' --local')).toEqual([
    '!ALARM  errors  What happened. Runbook: docs/RUNBOOK.md#errors',
    '(OK     2 alarms are evaluated for the first time)',
  ]);
});

it('an alarm is shown with its state and its part of the runbook', () => {
  const status = { alarm: metricAlarm(), state: 'ALARM', reason: 'because', since: at } as const;
  const entry = {
    name: 'errors',
    state: 'ALARM',
    since: '2026-11-25T14:00:00.000Z',
    reason: 'because',
    urgency: null,
    command: null,
  };
  expect(toAlarmEntry(status)).toEqual({ ...entry, runbook: 'docs/RUNBOOK.md#errors' });
  expect(toAlarmEntry({ ...status, alarm: metricAlarm({ description: '' }) })).toEqual({ ...entry, runbook: null });
});
