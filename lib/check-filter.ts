import { Token } from 'aws-cdk-lib';
import { dataSchemas, detailSchema } from '../lambda/reader/event-schemas';
import type { EventType } from '../lambda/reader/families';
import type { FilterComparison } from './callback-filter';
import { type Fields, fieldsOf } from './filter-fields';
import { nameAdvice } from './nearest-name';

/** All types that a subscription may name. */
export const subscribedTypes: readonly string[] = Object.keys(dataSchemas);

/**
 * Every mistake that would make a filter match nothing, one sentence each: a field that no event of these types has, a
 * value where there are fields, and the other way round.
 */
export function filterMistakes(filter: unknown, types: readonly EventType[]): readonly string[] {
  return mistakesIn(filter, { path: '', types, fields: fieldsOf(types.map(detailSchema)) });
}

/** A comparison has one of these; a union of objects has no key of its own. */
type Operator = FilterComparison extends infer One ? (One extends unknown ? keyof One : never) : never;

const operators: Readonly<Record<Operator, true>> = {
  prefix: true,
  suffix: true,
  'equals-ignore-case': true,
  wildcard: true,
  'anything-but': true,
  numeric: true,
  cidr: true,
  exists: true,
};

interface Place {
  /** `data.source` */
  readonly path: string;
  readonly types: readonly EventType[];
  readonly fields: Fields;
}

function mistakesIn(filter: unknown, place: Place): readonly string[] {
  const { path, fields } = place;
  // Values that CDK resolves later cannot be checked.
  if (Token.isUnresolved(filter)) return [];
  if (Array.isArray(filter)) {
    if (fields.isValue || fields.isOpen) return mistakesInTests(filter, path);
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

/** EventBridge refuses an empty list or an unknown operator, but only at deployment. */
function mistakesInTests(tests: readonly unknown[], path: string): readonly string[] {
  if (tests.length === 0) return [`"${path}" has an empty list, which matches nothing: leave it out, or write a value`];
  return tests.flatMap((test) => {
    if (typeof test !== 'object' || test === null || Token.isUnresolved(test)) return [];
    const unknown = Object.keys(test).filter((operator) => !(operator in operators));
    const names = Object.keys(operators);
    return unknown.map((name) => `"${name}" of "${path}" is not a comparison: ${nameAdvice(name, names)}`);
  });
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
  const advice = nameAdvice(name, [...fields.members.keys()]);
  return [`"${inner}" is not a field of ${types.join(' or ')}: ${advice}`];
}
