import { counted } from '@vibes-callbacks/local-cloud/text';
import { queueLevels } from '../../reads/queue';
import { readSubscriptions } from '../../reads/subscriptions';
import { type Check, fail, ok, warn } from './check';

/** Those of `onCallback`: whether their rules are on, and whether anything waits that they did not get. */
export const subscriptions: Check = {
  name: 'subscriptions',
  look: async (context, stack) => {
    const all = await readSubscriptions(context, stack);
    if (all.length === 0) return ok('none made with onCallback');
    const off = await disabledRules(context, stack.output('EventBusName'));
    const silent = all.filter(({ id }) => off.includes(id)).map(({ id }) => id);
    const closed = all.filter(({ isEnabled }) => !isEnabled).map(({ id }) => id);
    if (silent.length + closed.length > 0) {
      const details = [
        ...(silent.length === 0 ? [] : [`${silent.join(', ')}: their events are published and reach no one`]),
        ...(closed.length === 0
          ? []
          : [`${closed.join(', ')}, on the redelivery bus: nothing can be sent to them again`]),
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

async function disabledRules(
  { clients }: Parameters<Check['look']>[0],
  EventBusName: string,
): Promise<readonly string[]> {
  const { client, sdk } = await clients.eventBridge();
  const names: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const answer = await client.send(new sdk.ListRulesCommand({ EventBusName, ...(NextToken && { NextToken }) }));
    for (const { Name = '', State } of answer.Rules ?? []) if (State === 'DISABLED') names.push(Name);
    NextToken = answer.NextToken;
    if (NextToken === undefined) return names;
  }
}
