import type { DeliveryOutcome } from '../../../delivery/delivery-outcome';
import type { Datum } from './metric';

/** What EventBridge counts at each step of a delivery (user guide, "Monitoring Amazon EventBridge"). */
const counted: Readonly<Record<DeliveryOutcome['step'], readonly string[]>> = {
  delivered: ['Invocations'],
  // EventBridge has done its part when Lambda has the event.
  failed: ['Invocations'],
  'function-retried': [],
  retried: ['RetryInvocationAttempts'],
  'dead-lettered': ['FailedInvocations', 'InvocationsSentToDlq'],
  'dead-letter-failed': ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'],
  dropped: ['FailedInvocations'],
};

export function ruleMetrics({ step, ruleName, busArn }: DeliveryOutcome): readonly Datum[] {
  const dimensions = { EventBusName: busArn.split(':event-bus/').at(-1) ?? busArn, RuleName: ruleName };
  return counted[step].map((name) => ({ metric: { namespace: 'AWS/Events', name, dimensions }, value: 1 }));
}
