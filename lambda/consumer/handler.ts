import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { consumerBudget } from './budget';
import type { ConsumerDeps } from './deps';
import { startInvocation } from './invocation';
import { isGivenBack, type Settled } from './outcome';
import { settle } from './publish-once';
import { openParcels, unpack } from './read-messages';
import { report } from './report';
import { groupBySize } from './waves';

type Handler = (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SQSBatchResponse>;

/**
 * Publishes the callbacks of a batch. A record that fails goes back to the queue alone (partial batch response);
 * the handler itself does not throw, so one record never takes the others with it.
 */
export function createHandler(deps: ConsumerDeps): Handler {
  return async (event, context) => {
    const invocation = startInvocation(() => context.getRemainingTimeInMillis(), deps);
    const givenBack = new Set<string>();
    const conclude = (settled: readonly Settled[]) => {
      report(settled, deps);
      for (const { receipt } of settled.filter(isGivenBack)) givenBack.add(receipt.messageId);
    };

    const { parcels, unreadable } = unpack(event.Records, deps);
    conclude(unreadable);
    for (const group of groupBySize(parcels, ({ size }) => size, consumerBudget.groupBytes)) {
      const { works, failed } = await openParcels(group, invocation, deps);
      conclude([...failed, ...(await settle(works, invocation, deps))]);
    }
    return { batchItemFailures: [...givenBack].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
