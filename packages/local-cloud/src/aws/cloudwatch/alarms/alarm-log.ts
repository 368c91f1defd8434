import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../../../template/properties';
import { openEventLog } from '../../events/event-log';
import type { AlarmState } from './alarm-definition';
import { type Account, type AlarmChange, alarmMessage } from './alarm-message';

/** `alarms.jsonl`: each change of an alarm, as a subscriber of its topic gets it. */
export interface AlarmLog {
  append(changes: readonly AlarmChange[]): void;
  /** In order. */
  read(): readonly LoggedChange[];
  close(): void;
}

export interface LoggedChange {
  readonly name: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly at: Date;
}

/** A last line that was cut off is removed: the state is evaluated again. */
export function openAlarmLog(path: string, account: Account): AlarmLog {
  const log = openEventLog(path);
  return {
    append: (changes) => log.append(changes.map((change) => JSON.stringify(alarmMessage(change, account)))),
    read: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(readLine) : []),
    close: () => log.close(),
  };
}

function readLine(line: string): readonly LoggedChange[] {
  if (line === '') return [];
  const value: unknown = JSON.parse(line);
  if (!isRecord(value)) return [];
  const { AlarmName, OldStateValue, NewStateValue, NewStateReason, StateChangeTime } = value;
  const at = new Date(String(StateChangeTime).replace('+0000', 'Z'));
  if (!isState(OldStateValue) || !isState(NewStateValue)) return [];
  return [{ name: String(AlarmName), from: OldStateValue, to: NewStateValue, reason: String(NewStateReason), at }];
}

export function isState(value: unknown): value is AlarmState {
  return value === 'OK' || value === 'ALARM' || value === 'INSUFFICIENT_DATA';
}
