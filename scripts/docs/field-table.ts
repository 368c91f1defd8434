import type { JsonSchema } from '../../packages/proof/src/support/json-schema';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

interface Shape {
  readonly link: string;
  /** What is said of a field of this shape. */
  readonly text: (key: string) => string;
  readonly isIt: (schema: JsonSchema) => boolean;
}

/** What has a section of its own, and is not unfolded in each table. */
const shapes: readonly Shape[] = [
  {
    link: '[reference](#what-is-too-large)',
    text: (key) => `Where \`${key.replace(/Object$/, '')}\` is, when that is not here.`,
    isIt: ({ properties }) => has(properties, 'bucket', 'key', 'sha256') && !has(properties, 'part'),
  },
  {
    link: '[element](#what-vibes-does-not-document)',
    text: () => 'The element as JSON.',
    isIt: ({ $ref }) => $ref === '#/$defs/XmlNode',
  },
];

/** The fields of an object, nested ones by their path: `source.address`, `attachments[].key`. */
export function fieldTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema, '').map(({ name, type, description }) => `| \`${name}\` | ${type} | ${description} |`);
  return ['| field | type | what |', '|---|---|---|', ...rows].join('\n');
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
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${path}${key}`;
    const optional = required.includes(key) ? '' : ', if any';
    const field = {
      name,
      type: `${typeOf(schema)}${optional}`,
      description: schema.description ?? shapeOf(schema)?.text(key) ?? '',
    };
    const inner = innerOf(name, schema);
    return inner === undefined ? [field] : [field, ...fieldsOf(inner.schema, inner.path)];
  });
}

/** The object that is in a field, where its fields are told one by one. */
function innerOf(name: string, field: JsonSchema): { readonly schema: JsonSchema; readonly path: string } | undefined {
  const schema = notNull(field);
  if (shapeOf(schema)) return undefined;
  // An object that may hold anything names nothing.
  if (Object.keys(schema.properties ?? {}).length > 0) return { schema, path: `${name}.` };
  return schema.items?.properties && { schema: schema.items, path: `${name}[].` };
}

function typeOf(schema: JsonSchema): string {
  const { anyOf = [] } = schema;
  if (anyOf.length > 0 && anyOf.every((option) => 'const' in option)) return 'string';
  const nullable = anyOf.some(({ type }) => type === 'null') ? ' or null' : '';
  const { type, format, items, const: constant } = notNull(schema);
  const shape = shapeOf(notNull(schema));
  if (shape) return `${shape.link}${nullable}`;
  if (constant !== undefined) return `\`${constant}\``;
  return `${format ?? (items ? `list of ${typeOf(items)}s` : type)}${nullable}`;
}

function notNull(schema: JsonSchema): JsonSchema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

function shapeOf(schema: JsonSchema): Shape | undefined {
  return shapes.find(({ isIt }) => isIt(schema));
}

function has(properties: JsonSchema['properties'] = {}, ...keys: readonly string[]): boolean {
  return keys.every((key) => key in properties);
}
