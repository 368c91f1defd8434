import type { StackChange } from '../stack-change';

/**
 * The difference to the stack as deployed: a record that is given back comes again after 10 seconds instead of 90, and
 * the consumer has 9 seconds instead of 15, so that the visibility time-out stays longer than its time-out.
 */
export const shortTimeoutSeconds = 9;

export const shorterWaits: readonly StackChange[] = [
  { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Timeout: shortTimeoutSeconds } } },
  { only: 'CallbacksQueue', properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 10 } } },
];

/** Where the dead-letter queue is waited for: two receives instead of five. */
export const fewerReceives: StackChange = {
  only: 'CallbacksQueue',
  properties: { 'AWS::SQS::Queue': { RedrivePolicy: { maxReceiveCount: 2 } } },
};
