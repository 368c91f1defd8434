import { errorText } from '../../../base/error-text';
import { type Expression, parseExpression } from '../../expressions/parse-expression';
import type { AlarmState } from './alarm-definition';

interface Named {
  readonly name: string;
  readonly arn: string;
}

/** Names and ARNs of alarms are in quotes, `ALARM("name")`, as CDK writes them. */
type StateOf = (nameOrArn: string) => AlarmState;

/** @returns whether the composite alarm is in ALARM @throws Error for what is not known in a rule */
export function evaluateRule(rule: string, stateOf: StateOf): boolean {
  return evaluate(parse(rule), stateOf);
}

/** API reference, PutCompositeAlarm. */
const maxAlarms = 100;
const maxLength = 10_240;

/** @throws Error for a rule that cannot be evaluated, that names an alarm which is not there, or that is too long */
export function checkRule(rule: string, alarms: readonly Named[]): void {
  const known = new Set(alarms.flatMap(({ name, arn }) => [name, arn]));
  const named = alarmsInRule(rule);
  for (const one of named) if (!known.has(one)) throw new Error(`there is no alarm ${one}`);
  if (named.size > maxAlarms) throw new Error(`its rule names ${named.size} alarms, ${maxAlarms} are the most`);
  if (rule.length > maxLength) throw new Error(`its rule has ${rule.length} characters, ${maxLength} are the most`);
}

/** The names and ARNs in a rule, as they are written there. */
export function alarmsInRule(rule: string): ReadonlySet<string> {
  const named = new Set<string>();
  const note: StateOf = (nameOrArn) => {
    named.add(nameOrArn);
    return 'OK';
  };
  evaluate(parse(rule), note, { all: true });
  return named;
}

function parse(rule: string): Expression {
  try {
    return parseExpression(rule);
  } catch (error) {
    throw new Error(`the rule ${rule} cannot be read: ${errorText(error)}`);
  }
}

/** @param options `all`: both sides are evaluated, even if the first decides */
function evaluate(node: Expression, stateOf: StateOf, options = { all: false }): boolean {
  const inner = (child: unknown) => evaluate(child as Expression, stateOf, options);
  if (node.type === 'Identifier' && node.name === 'TRUE') return true;
  if (node.type === 'Identifier' && node.name === 'FALSE') return false;
  if (node.type === 'UnaryExpression' && node.operator === 'NOT') return !inner(node.argument);
  if (node.type === 'BinaryExpression' && (node.operator === 'AND' || node.operator === 'OR')) {
    const left = inner(node.left);
    const isDecided = node.operator === 'AND' ? !left : left;
    if (isDecided && !options.all) return left;
    const right = inner(node.right);
    return node.operator === 'AND' ? left && right : left || right;
  }
  if (node.type === 'CallExpression') return evaluateState(node, stateOf);
  throw new Error(`${node.type} ${String(node.operator ?? node.name ?? '')} is not supported in an alarm rule`);
}

function evaluateState(node: Expression, stateOf: StateOf): boolean {
  const { name } = node.callee as Expression;
  const [argument, another] = node.arguments as Expression[];
  const isState = name === 'ALARM' || name === 'OK' || name === 'INSUFFICIENT_DATA';
  if (!isState || typeof argument?.value !== 'string' || another !== undefined) {
    throw new Error('a rule has ALARM("…"), OK("…") and INSUFFICIENT_DATA("…"), with the name in quotes');
  }
  return stateOf(argument.value) === name;
}
