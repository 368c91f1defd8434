import type { StackChange } from '../stack-change';

/**
 * How it differs from the deployed stack: a message that is returned to a queue is visible again after 10 seconds
 * instead of 90, and the consumer has 9 seconds instead of 15, so that the visibility timeout stays longer than its timeout.
 */
export const shortTimeoutSeconds = 9;

export const shorterWaits: readonly StackChange[] = [
  { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Timeout: shortTimeoutSeconds } } },
  ...queues({ VisibilityTimeout: 10 }),
];

/** Where the dead-letter queue is waited for: one receive from each of the two queues before it, instead of two and three. */
export const fewerReceives = queues({ RedrivePolicy: { maxReceiveCount: 1 } });

/** The callback queue and the retry queue. */
function queues(properties: Readonly<Record<string, unknown>>): readonly StackChange[] {
  return ['CallbacksQueue', 'CallbacksRetries'].map((only) => ({
    only,
    properties: { 'AWS::SQS::Queue': properties },
  }));
}
