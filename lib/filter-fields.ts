/** What a filter may match at a place in an event, by its JSON Schema. */
export interface Fields {
  /** Its members, if it can be an object. */
  readonly members: ReadonlyMap<string, Fields>;
  /** Whether it can be a single value, or a list of them. */
  readonly isValue: boolean;
  /** Whether it can be anything. */
  readonly isOpen: boolean;
}

/** The fields of an event with any of several schemas. Arrays add nothing to a path: a filter matches their elements. */
export function fieldsOf(schemas: readonly unknown[]): Fields {
  const variants = schemas.flatMap(variantsOf);
  const found = new Map<string, unknown[]>();
  for (const { properties } of variants) {
    for (const [name, schema] of Object.entries(asRecord(properties))) {
      found.set(name, [...(found.get(name) ?? []), schema]);
    }
  }
  return {
    members: lazily(found),
    isValue: variants.some(({ type }) => ['string', 'number', 'integer', 'boolean'].includes(String(type))),
    isOpen: variants.some(isOpen),
  };
}

/** XML elements nest without end, so what is inside one is computed when it is asked for. */
function lazily(found: ReadonlyMap<string, readonly unknown[]>): ReadonlyMap<string, Fields> {
  const members = new Map<string, Fields>();
  for (const [name, schemas] of found) {
    const made: { fields?: Fields } = {};
    const fields = () => {
      made.fields ??= fieldsOf(schemas);
      return made.fields;
    };
    members.set(name, {
      get members() {
        return fields().members;
      },
      get isValue() {
        return fields().isValue;
      },
      get isOpen() {
        return fields().isOpen;
      },
    });
  }
  return members;
}

/** The alternatives of a schema, without null. */
function variantsOf(schema: unknown): readonly Record<string, unknown>[] {
  const { anyOf, items, type } = asRecord(schema);
  if (Array.isArray(anyOf)) return anyOf.flatMap(variantsOf);
  if (type === 'array') return items === undefined ? [{}] : variantsOf(items);
  return type === 'null' ? [] : [asRecord(schema)];
}

/** A schema that says nothing (`{}`, a reference), or an object with members of any name. */
function isOpen({ type, additionalProperties, patternProperties }: Record<string, unknown>): boolean {
  if (type === undefined) return true;
  return type === 'object' && (additionalProperties === true || patternProperties !== undefined);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
