import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type AlarmDescription, describedAt, readAlarmDescription } from '../frame/alarm-description';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { localPlace } from '../frame/local-place';
import { isoTime } from '../frame/times';
import { attempt } from './attempt';
import { sources } from './sources';

export interface ListedAlarm extends AlarmDescription {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ISO 8601; null where it has never been evaluated. */
  readonly since: string | null;
  readonly reason: string;
  readonly description: string;
}

/**
 * Every alarm of the stack, those in ALARM first.
 * @param deadline where a failure is noted, so that what was read until then is returned. @default - a failure is thrown
 */
export async function readAlarms(context: OpsContext, stackName: string, deadline?: Deadline): Promise<ListedAlarm[]> {
  const alarms: ListedAlarm[] = [];
  const readAll = async () => {
    for await (const page of alarmPages(context, stackName)) alarms.push(...page);
  };
  await (deadline === undefined ? readAll() : attempt(context, deadline, sources.alarms, readAll, undefined));
  return alarms.sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
}

async function* alarmPages(context: OpsContext, stackName: string): AsyncGenerator<readonly ListedAlarm[]> {
  const { client, sdk } = await context.clients.cloudWatch();
  const { dataFolder } = context.access;
  const place = dataFolder === undefined ? '' : localPlace(dataFolder);
  for (let token: string | undefined, page = 0; page === 0 || token !== undefined; page += 1) {
    const answer = await client.send(
      new sdk.DescribeAlarmsCommand({
        AlarmNamePrefix: `${stackName}-`,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    yield [...(answer.CompositeAlarms ?? []), ...(answer.MetricAlarms ?? [])].map((alarm) => toState(alarm, place));
    token = answer.NextToken;
  }
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
