import type { AlarmState } from '../aws/cloudwatch/alarms/alarm-definition';
import type { AlarmStatus } from '../aws/cloudwatch/alarms/alarms';

/** One alarm in the answer of `GET /_local/alarms`. */
export interface AlarmEntry {
  readonly name: string;
  readonly state: AlarmState;
  /** ISO 8601 */
  readonly since: string;
  readonly reason: string;
  /** What the alarm's description names after `Runbook: `. */
  readonly runbook: string | null;
}

export function toAlarmEntry({ alarm, state, since, reason }: AlarmStatus): AlarmEntry {
  return { name: alarm.name, state, since: since.toISOString(), reason, runbook: runbookOf(alarm.description) };
}

export function runbookOf(description: string): string | null {
  return /\bRunbook: (\S+)/.exec(description)?.[1] ?? null;
}
