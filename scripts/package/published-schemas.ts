import { dataSchemas } from '../../lambda/reader/data-schemas';
import { detailTypes, fileStem } from '../../lambda/reader/families';
import { Metadata } from '../../lambda/reader/metadata-schema';
import { platformPayloads } from '../../lambda/reader/platform/platform-payloads-schema';
import { SchemaTypes } from './schema-types';

/** What the package contains instead of `lambda/reader/published-schemas.ts`: its values as plain JSON. */
export function publishedSchemasCode(): string {
  return [
    `export const Metadata = ${JSON.stringify(Metadata)};`,
    `export const dataSchemas = ${JSON.stringify(dataSchemas)};`,
    '',
  ].join('\n');
}

/** Its declarations. */
export function publishedSchemasTypes(): string {
  const types = new SchemaTypes();
  const declarations = [
    types.declarationOf('Metadata', Metadata),
    ...detailTypes.map((type) => types.declarationOf(typeName(type), dataSchemas[type])),
    types.declarationOf('PlatformPayloads', { type: 'object', properties: platformPayloads, required: payloadTypes }),
  ];
  return [
    "import type { ObjectSchema } from './event-schemas';",
    "import type { DetailType } from './families';",
    '/** The schema of `data`, by the detail-type. */',
    'declare const dataSchemas: { readonly [T in DetailType]: ObjectSchema };',
    'declare const Metadata: ObjectSchema;',
    ...types.named(),
    ...declarations,
    'interface CallbackData {',
    ...detailTypes.map((type) => `  readonly '${type}': ${typeName(type)};`),
    '}',
    'export { type CallbackData, dataSchemas, Metadata, type PlatformEvent, type PlatformPayloads };',
    '',
  ].join('\n');
}

const payloadTypes = Object.keys(platformPayloads);

/** `MmsDeliveryReport`. */
function typeName(detailType: (typeof detailTypes)[number]): string {
  return fileStem(detailType).replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
