import { counted } from '@vibes-callbacks/local-cloud/text';
import { queueLevels } from '../../reads/queue';
import { listRules } from '../../reads/rules';
import { readSubscriptions } from '../../reads/subscriptions';
import { type Check, fail, ok, warn } from './check';

/** Those of `onCallback`: whether their rules are on, and whether anything waits that they did not get. */
export const subscriptions: Check = {
  name: 'subscriptions',
  look: async (context, stack) => {
    const all = await readSubscriptions(context, stack);
    if (all.length === 0) return ok('none made with onCallback');
    const onMain = await listRules(context, stack.output('EventBusName'));
    const off = onMain.filter(({ isDisabled }) => isDisabled).map(({ name }) => name);
    const silent = all.filter(({ id }) => off.includes(id)).map(({ id }) => id);
    const closed = all.flatMap(({ disabledRules }) => disabledRules);
    if (silent.length + closed.length > 0) {
      const details = [
        ...(silent.length === 0 ? [] : [`${silent.join(', ')}: their events are published and reach no one`]),
        ...(closed.length === 0
          ? []
          : [`${closed.join(', ')}, on the redelivery bus: what is undelivered cannot be sent again`]),
      ];
      const enable = (ids: readonly string[], output: string) =>
        ids.map((id) => `aws events enable-rule --event-bus-name ${stack.output(output)} --name ${id}`);
      return fail(
        `disabled rules: ${details.join('; ')}`,
        [...enable(silent, 'EventBusName'), ...enable(closed, 'RedeliveryBusName')].join('; '),
      );
    }
    const levels = await Promise.all(all.map(({ queueUrl }) => queueLevels(context, queueUrl)));
    const waiting = levels.reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
    return waiting === 0
      ? ok(`${all.length}, nothing undelivered`)
      : warn(
          `${all.length}, ${counted(waiting, 'event is', 'events are')} undelivered`,
          context.commandLine('undelivered list'),
        );
  },
};
