import type { JsonTree } from './json-tree';
import { numberToken, stringToken, type Token, wordToken } from './token';

/** Which element of which array a value is in; each array of an event has its own number. */
export type Membership = ReadonlyMap<number, number>;

export interface FieldValue {
  readonly token: Token;
  readonly membership: Membership;
}

/** An event's values by path. Arrays leave no trace in a path: their elements are values of the field itself. */
export type EventFields = ReadonlyMap<string, readonly FieldValue[]>;

export function eventFields(event: JsonTree): EventFields {
  const fields = new Map<string, FieldValue[]>();
  visit(event, { path: undefined, membership: new Map() }, fields, { arrays: 0 });
  return fields;
}

interface Place {
  readonly path: string | undefined;
  readonly membership: Membership;
}

function visit(node: JsonTree, place: Place, fields: Map<string, FieldValue[]>, count: { arrays: number }): void {
  const { path, membership } = place;
  switch (node.kind) {
    case 'object':
      for (const [key, value] of node.entries) {
        visit(value, { path: path === undefined ? key : `${path}.${key}`, membership }, fields, count);
      }
      break;
    case 'array': {
      const array = count.arrays;
      count.arrays += 1;
      for (const [index, item] of node.items.entries()) {
        // Of plain values any two may be found together: only objects and arrays remember which element they are.
        const isNested = item.kind === 'object' || item.kind === 'array';
        const inside = isNested ? new Map([...membership, [array, index]]) : membership;
        visit(item, { path, membership: inside }, fields, count);
      }
      break;
    }
    case 'string':
    case 'number':
    case 'word': {
      const values = fields.get(path ?? '') ?? [];
      values.push({ token: tokenOf(node), membership });
      fields.set(path ?? '', values);
      break;
    }
    default:
      node satisfies never;
  }
}

function tokenOf({ kind, text }: Extract<JsonTree, { text: string }>): Token {
  if (kind === 'string') return stringToken(text);
  return kind === 'number' ? numberToken(text) : wordToken(text);
}

/** The places together, or undefined where they are in different elements of one array. */
export function joined(some: Membership, more: Membership): Membership | undefined {
  const added = [...more].filter(([array]) => !some.has(array));
  for (const [array, index] of more) if (some.has(array) && some.get(array) !== index) return undefined;
  return added.length === 0 ? some : new Map([...some, ...added]);
}
