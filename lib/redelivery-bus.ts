import { CfnOutput } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { uniqueName } from './unique-name';

/**
 * Where `undelivered redrive` publishes copies (decision 0035). Each subscription has a rule here that matches only its
 * own copies, with the same target as on the main bus. Nothing else listens: no archive, and no other stack's rules.
 */
export class RedeliveryBus extends Construct {
  readonly bus: EventBus;

  /** @param outputName the logical id of the output that has its name */
  constructor(scope: Construct, id: string, outputName: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: uniqueName(this, '-redelivery'),
      description: 'Undelivered events, sent to one subscription again by an operator',
    });
    const output = new CfnOutput(this, 'Name', {
      value: this.bus.eventBusName,
      description: 'Where undelivered events are sent to their subscription again',
    });
    output.overrideLogicalId(outputName);
  }
}
