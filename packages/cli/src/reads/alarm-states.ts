import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type AlarmDescription, describedAt, readAlarmDescription } from '../frame/alarm-description';
import type { OpsContext } from '../frame/context';
import { localPlace } from '../frame/local-place';
import { isoTime } from '../frame/times';

export interface ListedAlarm extends AlarmDescription {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ISO 8601; null where it has never been evaluated. */
  readonly since: string | null;
  readonly reason: string;
  readonly description: string;
}

/** Every alarm of the stack, those in ALARM first. */
export async function readAlarms(context: OpsContext, stackName: string): Promise<ListedAlarm[]> {
  const { client, sdk } = await context.clients.cloudWatch();
  const { dataFolder } = context.access;
  const place = dataFolder === undefined ? '' : localPlace(dataFolder);
  const alarms: ListedAlarm[] = [];
  for (let token: string | undefined, page = 0; page === 0 || token !== undefined; page += 1) {
    const answer = await client.send(
      new sdk.DescribeAlarmsCommand({
        AlarmNamePrefix: `${stackName}-`,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    alarms.push(
      ...[...(answer.CompositeAlarms ?? []), ...(answer.MetricAlarms ?? [])].map((alarm) => toState(alarm, place)),
    );
    token = answer.NextToken;
  }
  return alarms.sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
}

function toState(alarm: MetricAlarm | CompositeAlarm, place: string): ListedAlarm {
  const { AlarmName = '', AlarmDescription = '', StateReason = '', StateUpdatedTimestamp, StateValue } = alarm;
  const changed = alarm.StateTransitionedTimestamp ?? StateUpdatedTimestamp;
  return {
    name: AlarmName,
    state: StateValue ?? 'INSUFFICIENT_DATA',
    since: changed === undefined ? null : isoTime(changed.getTime()),
    reason: StateReason,
    ...readAlarmDescription(AlarmDescription),
    description: describedAt(place, AlarmDescription).replace(/\s*Runbook: \S+.*$/, ''),
  };
}

function order({ state }: ListedAlarm): number {
  return state === 'ALARM' ? 0 : 1;
}
