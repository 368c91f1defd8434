import type { Metric } from './metric';

/** The metrics of AWS' own namespaces that something here reports, by the names of AWS. */
const reported: Readonly<Record<string, readonly string[]>> = {
  'AWS/ApiGateway': ['Count', '4XXError', '5XXError', 'Latency'],
  'AWS/Events': [
    'FailedInvocations',
    'Invocations',
    'InvocationsFailedToBeSentToDlq',
    'InvocationsSentToDlq',
    'RetryInvocationAttempts',
  ],
  'AWS/Lambda': [
    'AsyncEventsDropped',
    'AsyncEventsReceived',
    'ConcurrentExecutions',
    'DeadLetterErrors',
    'DestinationDeliveryFailures',
    'Duration',
    'Errors',
    'Invocations',
    'Throttles',
  ],
  'AWS/SQS': [
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesVisible',
  ],
};

/**
 * What functions write themselves may be anything; of AWS' own metrics an alarm on one that nothing reports would never
 * fire here.
 * @throws Error for such a metric
 */
export function checkSource({ namespace, name }: Pick<Metric, 'namespace' | 'name'>): void {
  if (!namespace.startsWith('AWS/') || reported[namespace]?.includes(name)) return;
  throw new Error(`nothing here reports the metric ${name} of ${namespace}`);
}
