import { Token } from 'aws-cdk-lib';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { eventTypes } from '../lambda/reader/families';
import { deployedName } from './deployed-name';
import { eventSource } from './event-sources';
import { openApiEvent, typeName } from './open-api-event';

/** The longest that a registry's name may be. */
const mostCharacters = 64;

/**
 * The event types in an EventBridge schema registry, from which AWS generates code. Discovery is off, so nothing is
 * charged.
 */
export class SchemaRegistry extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const name = `${deployedName(this)}-vibes-callbacks`;
    const isTooLong = !Token.isUnresolved(name) && name.length > mostCharacters;
    const registry = new CfnRegistry(this, 'Registry', {
      description: 'Callbacks from Vibes as typed events',
      ...(isTooLong ? {} : { registryName: name }),
    });
    for (const detailType of eventTypes) {
      new CfnSchema(this, typeName(detailType), {
        registryName: registry.attrRegistryName,
        // Named as EventBridge names the schemas that it discovers.
        schemaName: `${eventSource}@${typeName(detailType)}`,
        type: 'OpenApi3',
        description: `Events with source ${eventSource} and detail-type ${detailType}`,
        content: JSON.stringify(openApiEvent(detailType)),
      });
    }
  }
}
