import { detailSchema } from '../../../../lambda/reader/event-schemas';
import type { EventType } from '../../../../lambda/reader/families';

/** The keywords that our schemas use. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

export interface JsonSchemaOptions {
  /** Refuse fields that the schema does not name: for our own tests. Readers must take new ones, so the default is not to. */
  readonly closed?: boolean;
}

/** The JSON Schema (2020-12) of an event's `detail`, complete in itself. */
export function jsonSchema(detailType: EventType, { closed = false }: JsonSchemaOptions = {}): JsonSchema {
  const definitions = new Map<string, unknown>();
  const schema = plain(JSON.parse(JSON.stringify(detailSchema(detailType))), definitions, closed);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: detailType,
    description: `\`detail\` of an EventBridge event with source \`vibes.callbacks\` and detail-type \`${detailType}\`.`,
    ...(schema as JsonSchema),
    ...(definitions.size > 0 && { $defs: Object.fromEntries(definitions) }),
  } as JsonSchema;
}

/** Moves named schemas to `$defs`, and opens objects where that is wanted. */
function plain(value: unknown, definitions: Map<string, unknown>, closed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, definitions, closed));
  if (typeof value !== 'object' || value === null) return value;
  const { $id, $ref, patternProperties, ...rest } = value as Record<string, unknown>;
  // TypeBox writes a record as a pattern that matches every name; `additionalProperties` says the same.
  if (patternProperties)
    return plain({ ...rest, additionalProperties: anyName(patternProperties) }, definitions, closed);
  if (typeof $ref === 'string') return { $ref: `#/$defs/${$ref}` };
  const kept = Object.entries(rest).filter(([key, item]) => closed || key !== 'additionalProperties' || item !== false);
  const copy = Object.fromEntries(kept.map(([key, item]) => [key, plain(item, definitions, closed)]));
  if (typeof $id !== 'string') return copy;
  definitions.set($id, copy);
  return { $ref: `#/$defs/${$id}` };
}

function anyName(patternProperties: object): unknown {
  return Object.values(patternProperties)[0];
}
