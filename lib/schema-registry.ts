import { Token } from 'aws-cdk-lib';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { detailTypes } from '../lambda/reader/families';
import { deployedName } from './deployed-name';
import { eventSource } from './event-sources';
import { openApiEvent, typeName } from './open-api-event';

/** Of a registry's name. */
const mostCharacters = 64;

/** The event types in a registry of EventBridge, which generates code from them. Nothing is discovered, so nothing is charged. */
export class SchemaRegistry extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const name = `${deployedName(this)}-vibes-callbacks`;
    const isTooLong = !Token.isUnresolved(name) && name.length > mostCharacters;
    const registry = new CfnRegistry(this, 'Registry', {
      description: 'Callbacks from Vibes as typed events',
      ...(isTooLong ? {} : { registryName: name }),
    });
    for (const detailType of detailTypes) {
      new CfnSchema(this, typeName(detailType), {
        registryName: registry.attrRegistryName,
        // As EventBridge names what it discovers.
        schemaName: `${eventSource}@${typeName(detailType)}`,
        type: 'OpenApi3',
        description: `Events with source ${eventSource} and detail-type ${detailType}`,
        content: JSON.stringify(openApiEvent(detailType)),
      });
    }
  }
}
