import { errorText } from '../../../base/error-text';
import { LocalCloudError } from '../../../base/local-cloud-error';
import { type JsonTree, readJsonTree } from './json-tree';
import { operatorNames, readMatchExpression } from './match-expression';
import { numberToken, stringToken, wordToken } from './token';
import { type FieldTest, isSame } from './value-test';

/** What must hold together: a field's path (`detail.data.text`), and the alternatives for it. */
export type Branch = ReadonlyMap<string, readonly FieldTest[]>;

/** An event matches when one branch holds; there is more than one where the pattern has `$or`. */
export type EventPattern = readonly Branch[];

/** The service's limits: characters of a pattern, and branches that its `$or`s multiply to. */
const maxCharacters = 4096;
const maxBranches = 1000;

/** Names that EventBridge keeps to itself inside `$or`: those of its operators, today's and those to come. */
const reservedInOr: ReadonlySet<string> = new Set([
  ...operatorNames,
  ...['=', '<', '<=', '>', '>='],
  ...['regex', 'not-wildcard', 'not-equals-ignore-case', 'ip-address-in-range', 'ip-address-not-in-range'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
]);

/**
 * Compiles an event pattern, by the semantics of AWS' own matcher (github.com/aws/event-ruler).
 * @param where names the rule in an error
 * @throws LocalCloudError for what EventBridge would refuse, with what is wrong in it
 */
export function compilePattern(json: string, where: string): EventPattern {
  try {
    if (json.length > maxCharacters) throw new Error(`it has ${json.length} characters, ${maxCharacters} are the most`);
    const tree = readJsonTree(json);
    if (tree.kind !== 'object') throw new Error('it is not an object');
    return readObject(tree.entries, { path: [], inOr: false }, [new Map()]);
  } catch (error) {
    const why = errorText(error);
    throw new LocalCloudError('refused-by-aws', `EventBridge would refuse the event pattern of ${where}: ${why}.`, {
      cause: error,
    });
  }
}

interface Place {
  readonly path: readonly string[];
  readonly inOr: boolean;
}

type Entries = Extract<JsonTree, { kind: 'object' }>['entries'];

/** Adds an object's fields to each branch so far; `$or` makes a branch of each of its objects. */
function readObject(entries: Entries, place: Place, before: EventPattern): EventPattern {
  if (entries.length === 0) throw new Error(`${nameOf(place.path)} is an empty object`);
  return entries.reduce((branches, [key, value]) => readField(key, value, place, branches), before);
}

function readField(key: string, value: JsonTree, place: Place, branches: EventPattern): EventPattern {
  if (key === '$or') return readOr(value, place, branches);
  if (place.inOr && reservedInOr.has(key)) throw new Error(`"${key}" cannot be a field inside of "$or"`);
  const path = [...place.path, key];
  if (value.kind === 'object') return readObject(value.entries, { ...place, path }, branches);
  if (value.kind !== 'array') throw new Error(`${nameOf(path)} must be an object or a list`);
  if (value.items.length === 0) throw new Error(`the list of ${nameOf(path)} is empty`);
  const tests = value.items.map((item) => readItem(item, path));
  return branches.map((branch) => new Map([...branch, [path.join('.'), tests]]));
}

function readOr(value: JsonTree, place: Place, branches: EventPattern): EventPattern {
  if (value.kind !== 'array' || value.items.length < 2) throw new Error('"$or" takes a list of two objects or more');
  const all = value.items.flatMap((item) => {
    if (item.kind !== 'object') throw new Error('"$or" takes objects alone');
    return readObject(item.entries, { ...place, inOr: true }, branches);
  });
  if (all.length > maxBranches) throw new Error(`its "$or"s make more than ${maxBranches} combinations`);
  return all;
}

function readItem(item: JsonTree, path: readonly string[]): FieldTest {
  switch (item.kind) {
    case 'string':
      return isSame(stringToken(item.text));
    case 'number':
      return isSame(numberToken(item.text));
    case 'word':
      return isSame(wordToken(item.text));
    case 'object':
      return inside(path, () => readMatchExpression(item.entries));
    case 'array':
      throw new Error(`${nameOf(path)} has a list in its list`);
    default:
      return item satisfies never;
  }
}

function inside<T>(path: readonly string[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`in ${nameOf(path)}, ${errorText(error)}`, { cause: error });
  }
}

function nameOf(path: readonly string[]): string {
  return path.length === 0 ? 'it' : `"${path.join('.')}"`;
}
