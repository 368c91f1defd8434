import { linesOf } from './lines-of';

/**
 * The state of each alarm that ever changed, by its name, from the file where the local cloud writes each change. It is
 * asked for many times a second: a command, or a call, each time would take the processor that the functions need.
 */
export function alarmStates(dataDir: string): ReadonlyMap<string, string> {
  const changes = linesOf<{ readonly AlarmName: string; readonly NewStateValue: string }>(dataDir, 'alarms.jsonl');
  return new Map(changes.map(({ AlarmName, NewStateValue }) => [AlarmName, NewStateValue]));
}
