import { isRecord } from '../../lambda/shared/json';

/** TypeScript of JSON Schemas, of the keywords that our schemas use. */
export class SchemaTypes {
  readonly #named = new Map<string, string>();

  /** The declaration of `name`, with the descriptions as comments. */
  declarationOf(name: string, schema: unknown): string {
    return declaration(name, this.typeOf(schema));
  }

  /** The declarations of the schemas with an `$id` that were met so far. */
  named(): readonly string[] {
    return [...this.#named].map(([name, type]) => declaration(name, type));
  }

  /** @throws Error for a schema with a keyword of which no type is known */
  typeOf(schema: unknown): string {
    if (!isRecord(schema)) throw new Error(`${JSON.stringify(schema)} is not a schema.`);
    const { $id, ...rest } = schema;
    if (typeof $id !== 'string') return this.#plain(rest);
    this.#named.set($id, this.#plain(rest));
    return $id;
  }

  #plain(schema: Readonly<Record<string, unknown>>): string {
    const { $ref, anyOf, type } = schema;
    if (typeof $ref === 'string') return $ref;
    if (Array.isArray(anyOf)) return anyOf.map((one) => this.typeOf(one)).join(' | ');
    if ('const' in schema) return JSON.stringify(schema.const);
    if (type === 'object') return this.#object(schema);
    if (type === 'array') return `(${this.typeOf(schema.items)})[]`;
    if (type === 'integer' || type === 'number') return 'number';
    if (type === 'string' || type === 'boolean' || type === 'null') return type;
    if (type === undefined) return 'unknown';
    throw new Error(`There is no type for ${JSON.stringify(schema)}.`);
  }

  #object({ properties, patternProperties, required }: Readonly<Record<string, unknown>>): string {
    if (isRecord(patternProperties)) {
      const [values] = Object.values(patternProperties);
      return `{ [name: string]: ${this.typeOf(values)} }`;
    }
    const names = Array.isArray(required) ? required : [];
    const members = Object.entries(isRecord(properties) ? properties : {}).map(
      ([name, schema]) => `${comment(schema)}${name}${names.includes(name) ? '' : '?'}: ${this.typeOf(schema)};\n`,
    );
    return `{\n${members.join('')}}`;
  }
}

/** An interface would be no `Record<string, unknown>`, which is what a cloud's `events()` have. */
function declaration(name: string, type: string): string {
  return `type ${name} = ${type};\n`;
}

function comment(schema: unknown): string {
  const { description } = isRecord(schema) ? schema : {};
  return typeof description === 'string' ? `/** ${description.replaceAll('*/', '*\u200b/')} */\n` : '';
}
