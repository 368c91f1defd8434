import { parseJson } from '../../base/parse-json';
import { isRecord } from '../../template/properties';
import { type Expression, parseExpression } from '../expressions/parse-expression';
import { wildcard } from '../iam/patterns';
import { type LineTest, refused } from './line-test';

type Test = (value: unknown) => boolean;

/** `{ $.code = "A" && ($.status >= 500 || $.path = "/sms/*") }`; a line that is not a JSON object never matches. */
export function compileJsonPattern(pattern: string): LineTest {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1];
  if (inner === undefined) throw refused(pattern, 'a brace that is not closed');
  const test = compile(parse(inner, pattern), pattern);
  return (line) => {
    const value = line.startsWith('{') ? parseJson(line) : undefined;
    return isRecord(value) && test(value);
  };
}

function parse(text: string, pattern: string): Expression {
  try {
    return parseExpression(text);
  } catch {
    throw refused(pattern, 'this condition');
  }
}

function compile(expression: Expression, pattern: string): Test {
  if (expression.type !== 'BinaryExpression') throw refused(pattern, `a condition that is not a comparison`);
  const { operator, left, right } = expression as Expression & {
    operator: string;
    left: Expression;
    right: Expression;
  };
  if (operator === '&&' || operator === '||') {
    const [first, second] = [compile(left, pattern), compile(right, pattern)];
    return operator === '&&' ? (value) => first(value) && second(value) : (value) => first(value) || second(value);
  }
  const path = pathOf(left, pattern);
  const compare = comparison(operator, literalOf(right, pattern), pattern);
  return (value) => {
    const found = path.reduce<unknown>(step, value);
    return found !== undefined && compare(found);
  };
}

/** `$.a.b[0]` */
function pathOf(expression: Expression, pattern: string): readonly (string | number)[] {
  if (expression.type === 'Identifier' && expression.name === '$') return [];
  if (expression.type !== 'MemberExpression') throw refused(pattern, 'a selector that does not begin with $');
  const { object, property } = expression as Expression & { object: Expression; property: Expression };
  const key = property.type === 'Identifier' ? property.name : property.value;
  if (typeof key !== 'string' && typeof key !== 'number') throw refused(pattern, 'this selector');
  return [...pathOf(object, pattern), key];
}

function step(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isRecord(value) ? value[key] : undefined;
}

function literalOf(expression: Expression, pattern: string): string | number {
  if (expression.type === 'Identifier') return String(expression.name);
  if (expression.type === 'UnaryExpression' && expression.operator === '-') {
    const { argument } = expression as Expression & { argument: Expression };
    return -Number(literalOf(argument, pattern));
  }
  const { value } = expression;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw refused(pattern, 'a comparison with something other than text or a number');
}

/** Text is compared with `*` for any text; numbers as numbers. A selector that finds nothing matches nothing. */
function comparison(operator: string, wanted: string | number, pattern: string): Test {
  if (operator === '=' || operator === '!=') {
    const matches = typeof wanted === 'number' ? (text: string) => Number(text) === wanted : wildcard(wanted);
    const is = (value: unknown) => typeof value !== 'object' && matches(String(value));
    return operator === '=' ? is : (value) => !is(value);
  }
  const number = Number(wanted);
  const compare = orders[operator];
  if (compare === undefined || Number.isNaN(number)) throw refused(pattern, `the comparison ${operator} ${wanted}`);
  return (value) => typeof value === 'number' && compare(value, number);
}

const orders: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};
