/** What a filter may say of a place in an event, by its JSON Schema. */
export interface Fields {
  /** Its members, where it is an object. */
  readonly members: ReadonlyMap<string, Fields>;
  /** A single value, or a list of them. */
  readonly isValue: boolean;
  /** Anything may be there. */
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

/** An XML element may hold elements: what is inside is looked at when it is asked for. */
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

/** The alternatives of a schema, without null, which stands for nothing. */
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
