import { Annotations, Aspects } from 'aws-cdk-lib';
import { CfnEventInvokeConfig, CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';

/**
 * EventBridge hands an event to a function and is done: what the function then fails on, Lambda tries twice more and
 * discards ("When an event fails all processing attempts … Lambda discards it", Lambda developer guide), and neither the
 * rule's dead-letter queue nor its alarm knows. Looked at as late as synth: what catches it may be added after the rule.
 */
export function adviseFailureDestination(subscription: Construct, id: string, target: IConstruct | undefined): void {
  // An imported function's configuration is unknown.
  if (!(target instanceof LambdaFunction)) return;
  Aspects.of(subscription).add({
    visit: (node) => {
      if (node !== subscription || keepsFailures(target)) return;
      Annotations.of(subscription).addWarningV2('vibes-callbacks:no-failure-destination', advice(id, target));
    },
  });
}

function keepsFailures(target: LambdaFunction): boolean {
  return target.node.findAll().some((one) => {
    if (one instanceof CfnFunction) return one.deadLetterConfig !== undefined;
    return one instanceof CfnEventInvokeConfig && JSON.stringify(one.destinationConfig ?? {}).includes('nFailure');
  });
}

function advice(id: string, { node }: LambdaFunction): string {
  return `onCallback('${id}'): an event that the function ${node.id} fails on is tried twice more, then dropped by Lambda, without an alarm. Give the function onFailure: new SqsDestination(queue), or a dead-letter queue, and watch it; or let the rule's target be a queue that the function reads.`;
}
