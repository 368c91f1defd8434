import { dataSchemas } from '../../lambda/reader/data-schemas';
import { type EventType, eventTypes, fileStem } from '../../lambda/reader/families';
import { Metadata } from '../../lambda/reader/metadata-schema';
import { MessageSubmitted } from '../../lambda/reader/outcome/message-submitted-schema';
import { OutcomeMetadata } from '../../lambda/reader/outcome/outcome-metadata-schema';
import { platformPayloads } from '../../lambda/reader/platform/platform-payloads-schema';
import { SchemaTypes } from './schema-types';

/** What the package contains instead of `lambda/reader/published-schemas.ts`: its values as plain JSON. */
export function publishedSchemasCode(): string {
  return [
    `export const Metadata = ${JSON.stringify(Metadata)};`,
    `export const OutcomeMetadata = ${JSON.stringify(OutcomeMetadata)};`,
    `export const dataSchemas = ${JSON.stringify(dataSchemas)};`,
    '',
  ].join('\n');
}

/** Its declarations, as interfaces. */
export function publishedSchemasTypes(): string {
  const types = new SchemaTypes();
  const interfaces = [
    types.interfaceOf('Metadata', Metadata),
    types.interfaceOf('OutcomeMetadata', OutcomeMetadata),
    types.interfaceOf('MessageSubmitted', MessageSubmitted),
    ...eventTypes.map((type) => types.interfaceOf(interfaceName(type), dataSchemas[type])),
    types.interfaceOf('PlatformPayloads', { type: 'object', properties: platformPayloads, required: payloadTypes }),
  ];
  return [
    "import type { ObjectSchema } from './event-schemas';",
    "import type { EventType } from './families';",
    '/** The schema of `data`, by the detail-type. */',
    'declare const dataSchemas: { readonly [T in EventType]: ObjectSchema };',
    'declare const Metadata: ObjectSchema;',
    'declare const OutcomeMetadata: ObjectSchema;',
    ...types.named(),
    ...interfaces,
    'interface CallbackData {',
    ...eventTypes.map((type) => `  readonly '${type}': ${interfaceName(type)};`),
    '}',
    'export { type CallbackData, dataSchemas, type MessageSubmitted, Metadata, OutcomeMetadata, type PlatformEvent, type PlatformPayloads };',
    '',
  ].join('\n');
}

const payloadTypes = Object.keys(platformPayloads);

/** `MmsDeliveryReport`. */
function interfaceName(detailType: EventType): string {
  return fileStem(detailType).replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
