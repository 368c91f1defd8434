import { linesOf } from './lines-of';

interface Change {
  readonly AlarmName: string;
  readonly NewStateValue: string;
}

/**
 * The state of each alarm that ever changed, by its name, from the file where the local cloud writes each change. Tests
 * poll it many times a second: commands or calls would take the processor that the functions need.
 */
export function alarmStates(dataDir: string): ReadonlyMap<string, string> {
  return new Map(changesOf(dataDir).map(({ AlarmName, NewStateValue }) => [AlarmName, NewStateValue]));
}

/** The names of the alarms that were in ALARM at some time. */
export function haveFired(dataDir: string): ReadonlySet<string> {
  const fired = changesOf(dataDir).filter(({ NewStateValue }) => NewStateValue === 'ALARM');
  return new Set(fired.map(({ AlarmName }) => AlarmName));
}

function changesOf(dataDir: string): readonly Change[] {
  return linesOf<Change>(dataDir, 'alarms.jsonl');
}
