import { platformPayloads } from '../../lambda/reader/platform/platform-payloads-schema';
import type { JsonSchema } from '../../packages/proof/src/support/json-schema';
import { fieldTable } from './field-table';

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

/** What is in the payloads, one table for the types that have the same. */
export function platformPayloadTables(): string {
  const types = new Map<string, string[]>();
  for (const [type, schema] of Object.entries(platformPayloads)) {
    const { properties = {} }: JsonSchema = JSON.parse(JSON.stringify(schema));
    const own = Object.entries(properties).filter(([name]) => !envelope.includes(name));
    const table = fieldTable({ required: own.map(([name]) => name), properties: Object.fromEntries(own) });
    types.set(table, [...(types.get(table) ?? []), `\`${type}\``]);
  }
  return [...types]
    .map(([table, names]) => `${names.join(', ')}:\n\n${table.replaceAll(', if any |', ' |')}`)
    .join('\n\n');
}
