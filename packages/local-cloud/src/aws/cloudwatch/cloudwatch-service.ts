import type { Deployment } from '../../template/deployment';
import { asTexts } from '../../template/properties';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { type AlarmLog, isState } from './alarms/alarm-log';
import type { RunningAlarms } from './alarms/running-alarms';
import { describeAlarmHistory } from './describe-alarm-history';
import { describeAlarms } from './describe-alarms';
import { getMetricData } from './get-metric-data';
import type { MetricClock } from './metrics/metric-clock';
import type { MetricStore } from './metrics/metric-store';

export interface CloudWatchParts {
  readonly clock: MetricClock;
  readonly store: MetricStore;
  readonly alarms: RunningAlarms;
  readonly log: AlarmLog;
}

/** CloudWatch: the metrics, and the alarms on them. */
export function createCloudWatchService(deployment: Deployment, parts: CloudWatchParts): AwsService {
  const { region, accountId } = deployment;
  const alarmArn = (name: unknown) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${String(name)}`;
  const ofAlarm = (action: string) => (input: Input) => [
    { action: `cloudwatch:${action}`, resource: alarmArn(input.AlarmName ?? '*') },
  ];
  return createService('cloudwatch', {
    GetMetricData: {
      requires: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
      answer: (input) => getMetricData(input, parts.clock, parts.store),
    },
    DescribeAlarms: {
      requires: (input) => {
        const action = 'cloudwatch:DescribeAlarms';
        // "You can't return information about composite alarms if your permission has a narrower scope" than * (API reference).
        if (asTexts(input.AlarmTypes).includes('CompositeAlarm')) return [{ action, resource: '*' }];
        const names = asTexts(input.AlarmNames);
        return (names.length === 0 ? ['*'] : names).map((name) => ({ action, resource: alarmArn(name) }));
      },
      answer: (input) => describeAlarms(input, parts.alarms.all()),
    },
    DescribeAlarmHistory: {
      requires: ofAlarm('DescribeAlarmHistory'),
      answer: (input) => describeAlarmHistory(input, parts.log.read(), parts.alarms.all()),
    },
    SetAlarmState: {
      requires: ofAlarm('SetAlarmState'),
      answer: ({ AlarmName: name, StateValue: state, StateReason: reason }) => {
        if (!isState(state))
          throw new AwsError('ValidationError', 'StateValue must be OK, ALARM or INSUFFICIENT_DATA.');
        const found = parts.alarms.set(String(name), state, String(reason ?? ''));
        if (!found) throw new AwsError('ResourceNotFound', `There is no alarm ${String(name)}.`, 404);
        return {};
      },
    },
  });
}
