import { counted } from '@vibes-callbacks/local-cloud/text';
import { howToSet } from '../../../../../lib/release';
import { type Check, fail, ok, warn } from './check';

export const alarmMail: Check = {
  name: 'alarm mail',
  look: async ({ clients }, stack) => {
    const { client, sdk } = await clients.sns();
    const command = new sdk.ListSubscriptionsByTopicCommand({ TopicArn: stack.output('AlarmTopicArn') });
    const { Subscriptions = [] } = await client.send(command);
    const confirmed = Subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'));
    const pending = Subscriptions.length - confirmed.length;
    if (confirmed.length > 0 && pending === 0) return ok(`${counted(confirmed.length, 'subscriber')} to the alarms`);
    if (confirmed.length > 0) {
      return warn(
        `${counted(confirmed.length, 'subscriber')} to the alarms, ${counted(pending, 'has', 'have')} not confirmed`,
        'answer the confirmation mail',
      );
    }
    return pending > 0
      ? fail(
          `no one is notified of alarms: ${counted(pending, 'subscriber has', 'subscribers have')} not confirmed`,
          'answer the confirmation mail of AWS',
        )
      : fail(
          'no one is notified of alarms',
          `${howToSet('alarmEmail', '<address>')}, deploy, and answer the confirmation mail`,
        );
  },
};

export const alarmActions: Check = {
  name: 'alarms',
  look: async ({ clients }, stack) => {
    const { client, sdk } = await clients.cloudWatch();
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new sdk.DescribeAlarmsCommand({
        AlarmNamePrefix: `${stack.name}-`,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      }),
    );
    const all = [...MetricAlarms, ...CompositeAlarms];
    const silent = all.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ AlarmName }) => AlarmName);
    if (all.length === 0) return fail('the stack has no alarms', 'deploy it again');
    return silent.length === 0
      ? ok(`${all.length}, all with their actions enabled`)
      : fail(
          `actions disabled: ${silent.join(', ')}`,
          `aws cloudwatch enable-alarm-actions --alarm-names ${silent.join(' ')}`,
        );
  },
};
