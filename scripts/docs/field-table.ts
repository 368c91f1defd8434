import type { JsonSchema } from '../../packages/proof/src/support/json-schema';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

type Properties = Readonly<Record<string, JsonSchema>>;

/** An XML element has its own section, and is not repeated in each table. */
const element = { link: '[element](#what-vibes-does-not-document)', description: 'The element as JSON.' };

/**
 * The fields of an object, nested ones by their path: `source.address`, `attachments[].key`. The companions that any
 * field may have are described once, above the tables.
 */
export function fieldTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema, '').map(({ name, type, description }) => [`\`${name}\``, type, description]);
  return markdownTable(['field', 'type', 'what'], rows);
}

/** The fields that are always there, those of objects by their paths. */
export function fieldNames({ properties = {}, required = [] }: JsonSchema, path = ''): readonly string[] {
  return required.flatMap((key) => {
    const name = `${path}${key}`;
    const inner = innerOf(name, properties[key] ?? {});
    return inner === undefined ? [name] : fieldNames(inner.schema, inner.path);
  });
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, path: string): Field[] {
  const described = Object.entries(properties).filter(([key]) => !isCompanion(key, properties, required));
  return described.flatMap(([key, schema]) => {
    const name = `${path}${key}`;
    const optional = required.includes(key) ? '' : ', if any';
    const field = {
      name,
      type: `${typeOf(schema)}${optional}`,
      description: schema.description ?? (isElement(schema) ? element.description : ''),
    };
    const inner = innerOf(name, schema);
    return inner === undefined ? [field] : [field, ...fieldsOf(inner.schema, inner.path)];
  });
}

/** `extra`, the reference `textObject` of `text`, and `errorCodeText` of `errorCode` unless it is always there. */
function isCompanion(key: string, properties: Properties, required: readonly string[]): boolean {
  if (key === 'extra' || isReference(properties[key] ?? {})) return true;
  return key.endsWith('Text') && key.slice(0, -'Text'.length) in properties && !required.includes(key);
}

/** The object in a field, if its own fields are listed. */
function innerOf(name: string, field: JsonSchema): { readonly schema: JsonSchema; readonly path: string } | undefined {
  const schema = notNull(field);
  if (isElement(schema) || isReference(schema)) return undefined;
  // An object that may hold anything names nothing.
  if (Object.keys(schema.properties ?? {}).length > 0) return { schema, path: `${name}.` };
  return schema.items?.properties && { schema: schema.items, path: `${name}[].` };
}

function typeOf(schema: JsonSchema): string {
  const { anyOf = [] } = schema;
  if (anyOf.length > 0 && anyOf.every((option) => 'const' in option)) return 'string';
  const nullable = anyOf.some(({ type }) => type === 'null') ? ' or null' : '';
  if (notNull(schema).anyOf !== undefined) return `${typeOf(notNull(schema))}${nullable}`;
  const { type, format, items, const: constant } = notNull(schema);
  if (isElement(notNull(schema))) return `${element.link}${nullable}`;
  if (constant !== undefined) return `\`${constant}\``;
  return `${format ?? (items ? `list of ${typeOf(items)}s` : type)}${nullable}`;
}

function notNull(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

function isElement({ $ref }: JsonSchema): boolean {
  return $ref === '#/$defs/XmlNode';
}

function isReference({ properties = {} }: JsonSchema): boolean {
  return ['bucket', 'key', 'sha256'].every((key) => key in properties) && !('part' in properties);
}
