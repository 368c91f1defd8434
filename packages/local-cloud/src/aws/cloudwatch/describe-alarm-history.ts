import { asTexts } from '../../template/properties';
import type { Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import { refuseMembers } from '../protocols/refuse-members';
import type { LoggedChange } from './alarms/alarm-log';
import type { AlarmStatus } from './alarms/running-alarms';
import { typeOf } from './describe-alarms';
import { toTime } from './to-time';

const supported = [
  'AlarmName',
  'AlarmTypes',
  'HistoryItemType',
  'StartDate',
  'EndDate',
  'MaxRecords',
  'NextToken',
  'ScanBy',
];

/** The changes of state, newest first. The history of configurations and actions is not kept. */
export function describeAlarmHistory(
  input: Input,
  changes: readonly LoggedChange[],
  all: readonly AlarmStatus[],
): unknown {
  refuseMembers(input, supported, 'ValidationError');
  const { AlarmName: name, HistoryItemType: type = 'StateUpdate', ScanBy: order } = input;
  const types = input.AlarmTypes === undefined ? ['MetricAlarm'] : asTexts(input.AlarmTypes);
  const start = input.StartDate === undefined ? new Date(0) : toTime(input.StartDate, 'StartDate');
  const end = input.EndDate === undefined ? new Date(8.64e15) : toTime(input.EndDate, 'EndDate');
  const found = changes
    .map((change) => ({ ...change, type: typeOfAlarm(change.name, all) }))
    .filter((change) => name === undefined || change.name === name)
    .filter((change) => types.includes(change.type) && type === 'StateUpdate')
    .filter(({ at }) => at >= start && at <= end);
  const ordered = order === 'TimestampAscending' ? found : found.toReversed();
  const size = Math.min(Number(input.MaxRecords ?? 50), 100);
  const { items, next } = paginate(ordered, size, input.NextToken, 'InvalidNextToken');
  return { AlarmHistoryItems: items.map(describe), NextToken: next };
}

/** An alarm that is no longer in the template counts as a metric alarm. */
function typeOfAlarm(name: string, all: readonly AlarmStatus[]): string {
  const alarm = all.find((status) => status.alarm.name === name)?.alarm;
  return alarm === undefined ? 'MetricAlarm' : typeOf(alarm);
}

function describe({ name, type, from, to, reason, at }: LoggedChange & { readonly type: string }): unknown {
  const data = { version: '1.0', oldState: { stateValue: from }, newState: { stateValue: to, stateReason: reason } };
  return {
    AlarmName: name,
    AlarmType: type,
    Timestamp: at,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
    HistoryData: JSON.stringify(data),
  };
}
