import type { AlarmChange, AlarmState, AlarmStatus } from '@vibes-callbacks/local-cloud';
import { counted, printable } from '@vibes-callbacks/local-cloud/text';
import { type AlarmDescription, describedAt, readAlarmDescription } from '../frame/alarm-description';
import type { Paint } from '../frame/paint';

/** An alarm as `GET /_local/alarms` shows it. */
export interface AlarmEntry extends AlarmDescription {
  readonly name: string;
  readonly state: AlarmState;
  /** ISO 8601 */
  readonly since: string;
  readonly reason: string;
}

export function toAlarmEntry({ alarm, state, since, reason }: AlarmStatus): AlarmEntry {
  return { name: alarm.name, state, since: since.toISOString(), reason, ...readAlarmDescription(alarm.description) };
}

/** One line a change, with what it means and where to read on; those that have their first data are one line together. */
export function alarmLines(changes: readonly AlarmChange[], paint: Paint, place: string): readonly string[] {
  const isFirst = ({ from, to }: AlarmChange) => from === 'INSUFFICIENT_DATA' && to === 'OK';
  const first = changes.filter(isFirst).length;
  const lines = changes.filter((change) => !isFirst(change)).map((change) => alarmLine(change, paint, place));
  return first === 0
    ? lines
    : [...lines, paint.dim(`OK     ${counted(first, 'alarm is', 'alarms are')} evaluated for the first time`)];
}

function alarmLine({ alarm, to }: AlarmChange, paint: Paint, place: string): string {
  const state = to === 'ALARM' ? paint.bad('ALARM') : paint.good(to.padEnd(5));
  const { description } = alarm;
  const meaning = to === 'ALARM' ? describedAt(place, description) : (readAlarmDescription(description).runbook ?? '');
  return `${state}  ${printable(`${alarm.name}  ${meaning}`)}`;
}
