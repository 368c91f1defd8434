import { isRecord } from '../../template/properties';

/**
 * Members of the query protocol: `AlarmNames.member.1=a` is `{ AlarmNames: ['a'] }`, `Dimensions.member.1.Name=b` an object
 * in a list. Every value is text; the action knows its type.
 */
export function readQuery(form: URLSearchParams): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') place(root, name.split('.'), value);
  }
  return toLists(root) as Record<string, unknown>;
}

function place(target: Record<string, unknown>, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const next = isRecord(target[first]) ? target[first] : {};
  target[first] = next;
  place(next, rest, value);
}

/** `{ member: { 1: a, 2: b } }` is a list; so is what has nothing but numbers for keys. */
function toLists(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'member') return toLists(value.member);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((left, right) => Number(left) - Number(right)).map((key) => toLists(value[key]));
  }
  return Object.fromEntries(keys.map((key) => [key, toLists(value[key])]));
}
