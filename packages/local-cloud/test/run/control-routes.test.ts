import { toAlarmEntry } from '../../src/run/control-routes';
import { metricAlarm } from '../aws/cloudwatch/alarms/definitions';

it('an alarm has its state, why, since when, and its description', () => {
  const since = new Date('2026-11-25T14:00:00Z');
  const alarm = metricAlarm({ description: 'What happened.' });
  expect(toAlarmEntry({ alarm, state: 'ALARM', reason: 'because', since })).toEqual({
    name: 'errors',
    state: 'ALARM',
    since: '2026-11-25T14:00:00.000Z',
    reason: 'because',
    description: 'What happened.',
  });
});
