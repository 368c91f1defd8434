import type { AlarmState } from '../aws/cloudwatch/alarms/alarm-definition';
import type { AlarmStatus } from '../aws/cloudwatch/alarms/running-alarms';

/** One alarm in the answer of `GET /_local/alarms`. */
interface AlarmEntry {
  readonly name: string;
  readonly state: AlarmState;
  /** ISO 8601 */
  readonly since: string;
  readonly reason: string;
  readonly description: string;
}

export function toAlarmEntry({ alarm, state, since, reason }: AlarmStatus): AlarmEntry {
  return { name: alarm.name, state, since: since.toISOString(), reason, description: alarm.description };
}
