import { errorText } from '../../../base/error-text';
import { type Expression, parseExpression } from '../../expressions/parse-expression';
import { callFunction } from './math-functions';
import { combine, operators } from './math-operators';
import type { MathScope, MathValue, TimeSeries } from './time-series';

/**
 * Evaluates metric math.
 * @throws Error for what is not known here, or gives no time series
 */
export function evaluateMath(expression: string, scope: MathScope): TimeSeries {
  const value = evaluate(parse(expression), scope);
  if (value instanceof Map) return value;
  throw new Error(`the expression ${expression} does not give one time series`);
}

/** Ids of the queries that an expression refers to. */
export function referredIds(expression: string): readonly string[] {
  const ids: string[] = [];
  const visit = (node: Expression): void => {
    if (node.type === 'Identifier') ids.push(String(node.name));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parse(expression));
  return ids;
}

function parse(expression: string): Expression {
  try {
    return parseExpression(expression);
  } catch (error) {
    throw new Error(`the expression ${expression} cannot be read: ${errorText(error)}`);
  }
}

/** A function's name is not one of its children. */
function childrenOf(node: Expression): readonly Expression[] {
  switch (node.type) {
    case 'BinaryExpression':
      return [node.left as Expression, node.right as Expression];
    case 'UnaryExpression':
      return [node.argument as Expression];
    case 'CallExpression':
      return node.arguments as Expression[];
    case 'ArrayExpression':
      return node.elements as Expression[];
    default:
      return [];
  }
}

function evaluate(node: Expression, scope: MathScope): MathValue {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number' || typeof node.value === 'string') return node.value;
      break;
    case 'Identifier':
      return scope.series(String(node.name));
    case 'ArrayExpression':
      return childrenOf(node).map((element) => seriesIn(evaluate(element, scope)));
    case 'UnaryExpression':
      if (node.operator === '-') return combine((left, right) => left - right, 0, evaluate(childOf(node), scope));
      break;
    case 'BinaryExpression': {
      const operator = operators[String(node.operator)];
      const [left, right] = childrenOf(node).map((child) => evaluate(child, scope));
      if (operator !== undefined && left !== undefined && right !== undefined) return combine(operator, left, right);
      break;
    }
    case 'CallExpression': {
      const { name } = node.callee as Expression;
      return callFunction(
        String(name),
        childrenOf(node).map((argument) => () => evaluate(argument, scope)),
        scope,
      );
    }
    default:
  }
  throw new Error(`${node.type} ${String(node.operator ?? node.value ?? '')} is not supported in metric math`);
}

function childOf(node: Expression): Expression {
  return node.argument as Expression;
}

function seriesIn(value: MathValue): TimeSeries {
  if (value instanceof Map) return value;
  throw new Error('a list in metric math may contain only time series');
}
