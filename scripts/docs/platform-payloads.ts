import { platformPayloads } from '../../lambda/reader/platform/platform-payloads-schema';
import type { JsonSchema } from '../../packages/proof/src/support/json-schema';
import { fieldTable } from './field-table';

type Properties = Readonly<Record<string, JsonSchema>>;

const envelope = ['event_id', 'callback_type', 'event_type', 'event_date', 'delivery_attempt'];

/** The JSON Schema (2020-12) of each type's payload, under `$defs`. */
export function platformPayloadsSchema(): JsonSchema {
  const schema: JsonSchema & { readonly $schema: string; readonly title: string } = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Platform payloads',
    description:
      '`payload` of a `Platform Event`, by its `type`, as far as Vibes documents it: `#/$defs/person_added`.',
    $defs: JSON.parse(JSON.stringify(platformPayloads)),
  };
  return schema;
}

/** What is in the payloads, one table for the types that have the same; an object is described where it comes first. */
export function platformPayloadTables(): string {
  const types = new Map<string, string[]>();
  for (const [type, schema] of Object.entries(platformPayloads)) {
    const { properties = {} }: JsonSchema = JSON.parse(JSON.stringify(schema));
    const own = Object.entries(properties).filter(([name]) => !envelope.includes(name));
    const members = JSON.stringify(Object.fromEntries(own));
    types.set(members, [...(types.get(members) ?? []), `\`${type}\``]);
  }
  const described = new Map<string, string>();
  return [...types]
    .map(([members, names]) => {
      const properties = describedOnce(JSON.parse(members), '', described);
      const table = fieldTable({ required: Object.keys(properties), properties });
      return `${names.join(', ')}:\n\n${table.replaceAll(/( or null)?, if any \|| or null \|/g, ' |')}`;
    })
    .join('\n\n');
}

/** @param described the path of each object that a table has already, by its members */
function describedOnce(properties: Properties, path: string, described: Map<string, string>): Properties {
  const folded = Object.entries(properties).map(([key, schema]) => {
    const { properties: inner, ...object } = schema;
    if (inner === undefined) return [key, schema];
    const members = JSON.stringify(inner);
    const before = described.get(members);
    if (before) return [key, { ...object, description: `${object.description} Its fields: as in \`${before}\`.` }];
    described.set(members, `${path}${key}`);
    return [key, { ...object, properties: describedOnce(inner, `${path}${key}.`, described) }];
  });
  return Object.fromEntries(folded);
}
