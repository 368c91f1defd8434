import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { groupBySize } from '../shared/group-by-size';
import { consumerBudget } from './budget';
import type { ConsumerDeps } from './deps';
import { startInvocation } from './invocation';
import { noteConsumed } from './note-consumed';
import { isGivenBack, type Processed } from './outcome';
import { publishOnce } from './publish-once';
import { type EnvelopeSource, openEnvelopes, readMessages } from './read-messages';
import { report, reportRetries } from './report';
import { bySize } from './waves';

type Handler = (
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
) => Promise<SQSBatchResponse>;

/**
 * Publishes the callbacks of a batch. Only the records that fail return to the queue (partial batch response);
 * the handler itself does not throw, so one record never makes the others fail. Small callbacks are finished before
 * large ones are begun: if a body kills the process, the others are already published.
 */
export function createHandler(deps: ConsumerDeps): Handler {
  return async (event, context) => {
    const invocation = startInvocation(() => context.getRemainingTimeInMillis(), deps);
    const givenBack = new Set<string>();
    const conclude = (processed: readonly Processed[]) => {
      report(processed, deps);
      for (const { handle } of processed.filter(isGivenBack)) givenBack.add(handle.messageId);
    };

    const { sources, unreadable } = readMessages(event.Records, deps);
    reportRetries(sources, context.awsRequestId, deps);
    conclude(unreadable);
    for (const group of inGroups(sources)) {
      const { callbacks, failed } = await openEnvelopes(group, invocation, deps);
      const processed = [...failed, ...(await publishOnce(callbacks, invocation, deps))];
      conclude(await noteConsumed(processed, invocation, deps));
    }
    return { batchItemFailures: [...givenBack].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function inGroups(sources: readonly EnvelopeSource[]): EnvelopeSource[][] {
  const sizeOf = ({ size }: EnvelopeSource) => size;
  return groupBySize(bySize(sources, sizeOf), sizeOf, consumerBudget.groupBytes, consumerBudget.aloneBytes);
}
