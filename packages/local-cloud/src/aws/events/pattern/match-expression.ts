import { comparableNumber } from './comparable-number';
import type { JsonTree } from './json-tree';
import {
  endsWith,
  endsWithIgnoringCase,
  equals,
  equalsIgnoringCase,
  fits,
  startsWith,
  startsWithIgnoringCase,
  type TextTest,
} from './text-tests';
import {
  comparisons,
  type FieldTest,
  isAbsent,
  isInBlock,
  isNone,
  isNoneOfNumbers,
  isNumber,
  isPresent,
  isText,
} from './value-test';

type Entries = Extract<JsonTree, { kind: 'object' }>['entries'];
type Read = (value: JsonTree) => FieldTest;

/** The comparison operators of EventBridge (user guide, "Comparison operators for use in event patterns"). */
const operators: Readonly<Record<string, Read>> = {
  'anything-but': readAnythingBut,
  cidr: (value) => isInBlock(stringOf(value, 'cidr')),
  'equals-ignore-case': (value) => isText(equalsIgnoringCase(stringOf(value, 'equals-ignore-case'))),
  exactly: (value) => isText(equals(stringOf(value, 'exactly'))),
  exists: readExists,
  numeric: readNumeric,
  prefix: (value) => isText(eitherCase(value, 'prefix', startsWith, startsWithIgnoringCase)),
  suffix: (value) => isText(eitherCase(value, 'suffix', endsWith, endsWithIgnoringCase)),
  wildcard: (value) => isText(fits(stringOf(value, 'wildcard'))),
};

export const operatorNames: readonly string[] = Object.keys(operators);

/** Reads `{ "prefix": "a" }`. @throws Error for what EventBridge refuses, with what is wrong */
export function readMatchExpression(entries: Entries): FieldTest {
  const [name, value] = onlyEntry(entries, 'a comparison');
  const read = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (read === undefined) {
    throw new Error(`"${name}" is not a comparison: there is ${operatorNames.join(', ')}`);
  }
  return read(value);
}

function readAnythingBut(value: JsonTree): FieldTest {
  if (value.kind === 'object') return isNone(anythingButTests(value.entries));
  const items = value.kind === 'array' ? value.items : [value];
  if (items.length > 0 && items.every(({ kind }) => kind === 'number')) return isNoneOfNumbers(items.map(numberOf));
  if (items.length > 0 && items.every(({ kind }) => kind === 'string')) {
    return isNone(items.map((item) => equals(stringOf(item, 'anything-but'))));
  }
  throw new Error('"anything-but" takes a string, a number, or a list of strings alone or numbers alone');
}

const refusable: Readonly<Record<string, (value: string) => TextTest>> = {
  'equals-ignore-case': equalsIgnoringCase,
  prefix: startsWith,
  suffix: endsWith,
  wildcard: fits,
};

function anythingButTests(entries: Entries): readonly TextTest[] {
  const [name, value] = onlyEntry(entries, '"anything-but"');
  const make = Object.hasOwn(refusable, name) ? refusable[name] : undefined;
  if (make === undefined) {
    throw new Error(`"${name}" is not possible in "anything-but": there is ${Object.keys(refusable).join(', ')}`);
  }
  const items = value.kind === 'array' ? value.items : [value];
  if (items.length === 0) throw new Error(`the list of "${name}" in "anything-but" is empty`);
  const texts = items.map((item) => stringOf(item, name));
  if (texts.includes('') && (name === 'prefix' || name === 'suffix')) {
    throw new Error(`"${name}" in "anything-but" must not be empty`);
  }
  return texts.map(make);
}

function eitherCase(
  value: JsonTree,
  name: string,
  exactly: (text: string) => TextTest,
  ignoringCase: (text: string) => TextTest,
): TextTest {
  if (value.kind !== 'object') return exactly(stringOf(value, name));
  const [inner, text] = onlyEntry(value.entries, `"${name}"`);
  if (inner !== 'equals-ignore-case') throw new Error(`"${name}" takes a string or "equals-ignore-case"`);
  return ignoringCase(stringOf(text, inner));
}

function readExists(value: JsonTree): FieldTest {
  if (value.kind === 'word' && value.text === 'true') return isPresent;
  if (value.kind === 'word' && value.text === 'false') return isAbsent;
  throw new Error('"exists" takes true or false');
}

/** `["=", 5]`, `["<", 10]` or a range: `[">", 0, "<=", 5]`. */
function readNumeric(value: JsonTree): FieldTest {
  const items = value.kind === 'array' ? value.items : [];
  const [first, low, second, high] = items;
  if (first === undefined || low === undefined || (items.length !== 2 && items.length !== 4)) {
    throw new Error('"numeric" takes a list like [">", 0] or [">", 0, "<=", 5]');
  }
  const operator = operatorOf(first, ['=', '<', '<=', '>', '>=']);
  const from = numberOf(low);
  if (second === undefined || high === undefined) return isNumber([compare(operator, from)]);
  operatorOf(first, ['>', '>=']);
  const to = numberOf(high);
  if (from >= to) throw new Error(`a range of "numeric" must rise: ${from} is not less than ${to}`);
  return isNumber([compare(operator, from), compare(operatorOf(second, ['<', '<=']), to)]);
}

function compare(operator: string, wanted: number) {
  const make = comparisons[operator];
  if (make === undefined) throw new Error(`"${operator}" compares no numbers`);
  return make(wanted);
}

function operatorOf(item: JsonTree, possible: readonly string[]): string {
  if (item.kind === 'string' && possible.includes(item.text)) return item.text;
  throw new Error(`"numeric" takes ${possible.join(' ')} here`);
}

function numberOf(item: JsonTree): number {
  if (item.kind !== 'number') throw new Error('a number is needed to compare numbers with');
  const number = comparableNumber(item.text);
  if (number === undefined) throw new Error(`${item.text} has more digits than can be compared`);
  return number;
}

function stringOf(value: JsonTree, name: string): string {
  if (value.kind === 'string') return value.text;
  throw new Error(`"${name}" takes a string`);
}

function onlyEntry(entries: Entries, where: string): Entries[number] {
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) throw new Error(`${where} has exactly one key`);
  return entry;
}
