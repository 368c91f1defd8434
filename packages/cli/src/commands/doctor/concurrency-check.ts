import { howToSet } from '../../../../../lib/release';
import type { OpsContext } from '../../frame/context';
import type { DeployedStack } from '../../reads/stack';
import { type Check, type Finding, ok, warn } from './check';

/** A new account may have 10, which ingest and consumer share. */
export const concurrency: Check = {
  name: 'concurrency',
  look: async (context, stack) => {
    const { client, sdk } = await context.clients.lambda();
    const { AccountLimit } = await client.send(new sdk.GetAccountSettingsCommand({}));
    const { ConcurrentExecutions = 0, UnreservedConcurrentExecutions = 0 } = AccountLimit ?? {};
    const account = { total: ConcurrentExecutions, free: UnreservedConcurrentExecutions };
    return judgeConcurrency(account, await consumersAtOnce(context, stack));
  },
};

/** How many invocations each event source may run at once: `consumerConcurrency` sets both. */
async function consumersAtOnce({ clients }: OpsContext, stack: DeployedStack): Promise<ConsumersAtOnce> {
  const { client, sdk } = await clients.lambda();
  const command = new sdk.ListEventSourceMappingsCommand({ FunctionName: stack.output('ConsumerFunctionName') });
  const { EventSourceMappings = [] } = await client.send(command);
  const most = (output: string) => {
    const queue = stack.output(output).split('/').at(-1) ?? '';
    const mapping = EventSourceMappings.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(`:${queue}`));
    return mapping?.ScalingConfig?.MaximumConcurrency ?? 0;
  };
  return { callbacks: most('CallbackQueueUrl'), retries: most('RetryQueueUrl') };
}

export interface ConsumersAtOnce {
  readonly callbacks: number;
  readonly retries: number;
}

/** Below this, a burst of an ordinary import needs more than the account has. */
const fewAtOnce = 50;
/** The minimum of the setting. */
const leastConsumers = 2;

/** The consumer may have half of it, a quarter for each queue. Callbacks can wait; ingest cannot, or Vibes gets a 5XX. */
export function judgeConcurrency(
  { total, free }: { readonly total: number; readonly free: number },
  { callbacks, retries }: ConsumersAtOnce,
): Finding {
  const detail = `${free} of ${total} concurrent executions are unreserved, and the consumer may use ${callbacks + retries} of them`;
  const advised = Math.max(leastConsumers, Math.floor(free / 4));
  const isTooMany = Math.max(callbacks, retries) > advised;
  if (!isTooMany && free >= fewAtOnce) return ok(detail);
  const set = isTooMany ? [`${howToSet('consumerConcurrency', String(advised))}, and deploy`] : [];
  const ask = free < fewAtOnce ? ['ask for more under Service Quotas, "Concurrent executions"'] : [];
  return warn(`${detail}: in a burst callers would get a 5XX`, [...set, ...ask].join('; '));
}
