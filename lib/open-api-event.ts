import { detailSchema } from '../lambda/reader/event-schemas';
import type { EventType } from '../lambda/reader/families';
import { eventSource } from './event-sources';

/** The part of an OpenAPI 3.0 schema that ours use. */
type Schema = Readonly<Record<string, unknown>>;

/** The type of an event as EventBridge's schema registry names it: `MO Message` is `MOMessage`. */
export function typeName(detailType: EventType): string {
  return detailType.replaceAll(/\W/g, '');
}

/**
 * An event with its envelope, as a schema that EventBridge generates code from, in the form of those that it discovers:
 * one component for each object. The registry takes OpenAPI 3.0 and JSON Schema draft 4; our schemas are draft 2020-12.
 */
export function openApiEvent(detailType: EventType): Schema {
  const name = typeName(detailType);
  const components: Record<string, Schema> = {};
  const detail: unknown = JSON.parse(JSON.stringify(detailSchema(detailType)));
  const text = { type: 'string' };
  const properties = {
    detail: convert(detail, name, components, ''),
    account: text,
    'detail-type': text,
    id: text,
    region: text,
    resources: { type: 'array', items: text },
    source: text,
    time: { type: 'string', format: 'date-time' },
    version: text,
  };
  const AWSEvent = {
    type: 'object',
    required: Object.keys(properties),
    'x-amazon-events-detail-type': detailType,
    'x-amazon-events-source': eventSource,
    properties,
  };
  return {
    openapi: '3.0.0',
    info: { version: '1.0.0', title: name },
    paths: {},
    components: { schemas: { AWSEvent, ...components } },
  };
}

/**
 * @param name what an object here is called
 * @param parent what the names of the objects in it begin with
 */
function convert(schema: unknown, name: string, components: Record<string, Schema>, parent: string): Schema {
  if (!isObject(schema)) return {};
  const { $id: _id, anyOf, const: only, patternProperties, properties, items, additionalProperties, ...rest } = schema;
  if (only !== undefined) return { ...rest, enum: [only] };
  if (Array.isArray(anyOf)) return convertUnion(anyOf, rest, name, components, parent);
  if (isObject(properties)) {
    const members = Object.entries(properties).map(([key, member]) => {
      const path = `${parent}${key.charAt(0).toUpperCase()}${key.slice(1)}`;
      return [key, convert(member, path, components, path)] as const;
    });
    components[name] = { ...rest, properties: Object.fromEntries(members) };
    return { $ref: `#/components/schemas/${name}` };
  }
  if (isObject(patternProperties)) {
    // TypeBox writes a record as a pattern that matches every name.
    const [value] = Object.values(patternProperties);
    return { ...rest, additionalProperties: convert(value, `${name}Value`, components, `${name}Value`) };
  }
  if (isObject(additionalProperties)) return { ...rest, additionalProperties: true };
  if (items !== undefined) return { ...rest, items: convert(items, `${name}Item`, components, `${name}Item`) };
  return rest;
}

function convertUnion(
  members: readonly unknown[],
  rest: Schema,
  name: string,
  components: Record<string, Schema>,
  parent: string,
): Schema {
  const kinds = members.filter((member) => !isObject(member) || member.type !== 'null').filter(isObject);
  const isNullable = kinds.length < members.length;
  const values = kinds.map((kind) => kind.const);
  if (values.every((value) => typeof value === 'string')) return { ...rest, type: 'string', enum: values };
  const [kind, ...others] = kinds;
  // EventBridge generates no code for a choice of several types, so such a value may be anything.
  if (kind === undefined || others.length > 0) return rest;
  const converted = convert({ ...kind, ...rest }, name, components, parent);
  if (!isNullable) return converted;
  const component = converted.$ref === undefined ? undefined : components[name];
  if (component === undefined) return { ...converted, nullable: true };
  // Siblings of a `$ref` are ignored.
  components[name] = { ...component, nullable: true };
  return converted;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
