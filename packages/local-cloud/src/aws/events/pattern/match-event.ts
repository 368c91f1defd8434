import type { Branch, EventPattern } from './compile-pattern';
import { type EventFields, type FieldValue, joined, type Membership } from './event-fields';
import type { FieldTest } from './value-test';

/**
 * Whether an event matches. Two fields of a pattern are never satisfied from different elements of one array: a
 * pattern with first and last name matches events in which one person has both.
 */
export function matchesEvent(pattern: EventPattern, fields: EventFields): boolean {
  return pattern.some((branch) => matchesBranch(branch, fields));
}

/** Fields in the order of their names, as in the service: an absence is judged by the matches before it. */
function matchesBranch(branch: Branch, fields: EventFields): boolean {
  const wanted = [...branch].sort(([a], [b]) => (a < b ? -1 : 1));
  const search = (index: number, found: Membership): boolean => {
    const [path, tests] = wanted[index] ?? [];
    if (path === undefined || tests === undefined) return true;
    const values = fields.get(path) ?? [];
    return continuations(values, tests, found).some((next) => search(index + 1, next));
  };
  return search(0, new Map());
}

/** The elements of arrays that the search is in after this field, one for each way in which it is satisfied. */
function continuations(
  values: readonly FieldValue[],
  tests: readonly FieldTest[],
  found: Membership,
): readonly Membership[] {
  const next = new Set<Membership>();
  const places = new Map(values.map((value) => [value, joined(found, value.membership)]));
  const isThere = [...places.values()].some((place) => place !== undefined);
  for (const test of tests) if (test.kind === 'absent' && !isThere) next.add(found);
  for (const [{ token }, place] of places) {
    if (place === undefined || next.has(place)) continue;
    if (tests.some((test) => test.kind === 'value' && test.matches(token))) next.add(place);
  }
  return [...next];
}
