import { Token } from 'aws-cdk-lib';
import { dataSchemas, detailSchema } from '../lambda/reader/event-schemas';
import type { DetailType } from '../lambda/reader/families';
import { type Fields, fieldsOf } from './filter-fields';
import { nearestName } from './nearest-name';

/** The types of callbacks that there are. */
export const callbackTypes: readonly string[] = Object.keys(dataSchemas);

/**
 * Every mistake of a filter that would make it match nothing, a sentence each: a field that no event of these types has, a
 * value where there are fields, and the other way round.
 */
export function filterMistakes(filter: unknown, types: readonly DetailType[]): readonly string[] {
  return mistakesIn(filter, { path: '', types, fields: fieldsOf(types.map(detailSchema)) });
}

interface Place {
  /** `data.source` */
  readonly path: string;
  readonly types: readonly DetailType[];
  readonly fields: Fields;
}

function mistakesIn(filter: unknown, place: Place): readonly string[] {
  const { path, fields } = place;
  // What CDK resolves later cannot be looked into.
  if (Token.isUnresolved(filter)) return [];
  if (Array.isArray(filter)) {
    if (fields.isValue || fields.isOpen) return [];
    return [`"${path}" has fields of its own: filter by one of ${[...fields.members.keys()].join(', ')}`];
  }
  if (typeof filter !== 'object' || filter === null) return [`"${path}" needs a list of what it may be: ["…"]`];
  if (fields.isValue && fields.members.size === 0 && !fields.isOpen) {
    return [`"${path}" is a value: write a list of what it may be, like [{ "prefix": "…" }]`];
  }
  return Object.entries(filter).flatMap(([name, value]) =>
    name === '$or' ? mistakesInOr(value, place) : mistakesInField(name, value, place),
  );
}

function mistakesInOr(value: unknown, place: Place): readonly string[] {
  if (!Array.isArray(value)) return [`"$or" needs a list of objects`];
  return value.flatMap((item) => mistakesIn(item, place));
}

function mistakesInField(name: string, value: unknown, { path, types, fields }: Place): readonly string[] {
  const inner = path === '' ? name : `${path}.${name}`;
  const member = fields.members.get(name);
  if (member !== undefined) return mistakesIn(value, { path: inner, types, fields: member });
  if (fields.isOpen) return [];
  const names = [...fields.members.keys()];
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? `there is ${names.join(', ')}` : `did you mean "${nearest}"?`;
  return [`"${inner}" is no field of ${types.join(' or ')}: ${advice}`];
}
