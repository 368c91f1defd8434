import type { StackChange } from '../stack-change';

/**
 * The one difference to the stack as deployed: a record that is given back comes again after 7 seconds instead of 90, and
 * the consumer has 6 seconds instead of 15, so that the visibility time-out stays longer than its time-out.
 */
export const shorterWaits: readonly StackChange[] = [
  { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Timeout: 6 } } },
  { only: 'CallbacksQueue', properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 7 } } },
];
