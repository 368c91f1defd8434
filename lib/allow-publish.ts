import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { eventSource } from './event-sources';

/** Allows events of this source only, in the form that EventBridge's user guide gives for a key with several values. */
export function allowPublish(grantee: IGrantable, { eventBusArn }: EventBus): void {
  Grant.addToPrincipal({
    grantee,
    actions: ['events:PutEvents'],
    resourceArns: [eventBusArn],
    conditions: {
      'ForAllValues:StringEquals': { 'events:source': eventSource },
      Null: { 'events:source': 'false' },
    },
  }).assertSuccess();
}
