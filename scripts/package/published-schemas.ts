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

/** Its declarations. */
export function publishedSchemasTypes(): string {
  const types = new SchemaTypes();
  const declarations = [
    types.declarationOf('Metadata', Metadata),
    types.declarationOf('OutcomeMetadata', OutcomeMetadata),
    types.declarationOf('MessageSubmitted', MessageSubmitted),
    ...eventTypes.map((type) => types.declarationOf(typeName(type), dataSchemas[type])),
    types.declarationOf('PlatformPayloads', { type: 'object', properties: platformPayloads, required: payloadTypes }),
  ];
  return [
    "import type { ObjectSchema } from './event-schemas';",
    "import type { EventType } from './families';",
    '/** The schema of `data`, by the detail-type. */',
    'declare const dataSchemas: { readonly [T in EventType]: ObjectSchema };',
    'declare const Metadata: ObjectSchema;',
    'declare const OutcomeMetadata: ObjectSchema;',
    ...types.named(),
    ...declarations,
    'interface CallbackData {',
    ...eventTypes.map((type) => `  readonly '${type}': ${typeName(type)};`),
    '}',
    'export { type CallbackData, dataSchemas, type MessageSubmitted, Metadata, OutcomeMetadata, type PlatformEvent, type PlatformPayloads };',
    '',
  ].join('\n');
}

const payloadTypes = Object.keys(platformPayloads);

/** `MmsDeliveryReport`. */
function typeName(detailType: EventType): string {
  return fileStem(detailType).replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
