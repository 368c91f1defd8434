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

/** How many invocations each event source may run at once: `consumerConcurrency` sets them all. */
async function consumersAtOnce({ clients }: OpsContext, stack: DeployedStack): Promise<ConsumersAtOnce> {
  const { client, sdk } = await clients.lambda();
  const mappingsOf = async (FunctionName: string) =>
    (await client.send(new sdk.ListEventSourceMappingsCommand({ FunctionName }))).EventSourceMappings ?? [];
  const outcomes = stack.optional('OutcomesFunctionName');
  const mappings = [
    ...(await mappingsOf(stack.output('ConsumerFunctionName'))),
    ...(outcomes === undefined ? [] : await mappingsOf(outcomes)),
  ];
  const most = (url: string | undefined) => {
    const mapping = mappings.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(`:${url?.split('/').at(-1)}`));
    return mapping?.ScalingConfig?.MaximumConcurrency ?? 0;
  };
  return {
    callbacks: most(stack.output('CallbackQueueUrl')),
    retries: most(stack.output('RetryQueueUrl')),
    outcomes: most(stack.optional('OutcomesQueueUrl')),
  };
}

export interface ConsumersAtOnce {
  readonly callbacks: number;
  readonly retries: number;
  /** 0 without a `MessageOutcomes`. */
  readonly outcomes: number;
}

/** Below this, a burst of an ordinary import needs more than the account has. */
const fewAtOnce = 50;
/** The minimum of the setting. */
const leastConsumers = 2;

/**
 * What reads queues may have half of it: the consumer a quarter for each queue, or a seventh where outcomes take one and
 * a half of such shares (lib/outcomes.ts). Callbacks can wait; ingest cannot, or Vibes gets a 5XX.
 */
export function judgeConcurrency(
  { total, free }: { readonly total: number; readonly free: number },
  { callbacks, retries, outcomes }: ConsumersAtOnce,
): Finding {
  const detail = `${free} of ${total} concurrent executions are unreserved, and the consumer${outcomes > 0 ? ' and the outcomes function' : ''} may use ${callbacks + retries + outcomes} of them`;
  const advised = Math.max(leastConsumers, Math.floor(free / (outcomes > 0 ? 7 : 4)));
  const isTooMany = Math.max(callbacks, retries) > advised;
  if (!isTooMany && free >= fewAtOnce) return ok(detail);
  const set = isTooMany ? [`${howToSet('consumerConcurrency', String(advised))}, and deploy`] : [];
  const ask = free < fewAtOnce ? ['ask for more under Service Quotas, "Concurrent executions"'] : [];
  return warn(`${detail}: in a burst callers would get a 5XX`, [...set, ...ask].join('; '));
}
