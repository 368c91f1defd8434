import { toAlarmEntry } from '../../src/run/alarm-entry';
import { metricAlarm } from '../aws/cloudwatch/alarms/definitions';

const at = new Date('2026-11-25T14:00:00Z');

it('an alarm is told with its state and its part of the runbook', () => {
  const status = { alarm: metricAlarm(), state: 'ALARM', reason: 'because', since: at } as const;
  const entry = { name: 'errors', state: 'ALARM', since: '2026-11-25T14:00:00.000Z', reason: 'because' };
  expect(toAlarmEntry(status)).toEqual({ ...entry, runbook: 'docs/RUNBOOK.md#errors' });
  expect(toAlarmEntry({ ...status, alarm: metricAlarm({ description: '' }) })).toEqual({ ...entry, runbook: null });
});
