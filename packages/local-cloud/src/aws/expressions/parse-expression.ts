import jsep from 'jsep';

export type Expression = jsep.Expression;

// One grammar for what AWS writes expressions in: metric math, the rules of composite alarms, filter patterns of logs.
// Each evaluator refuses what its own language does not have.
jsep.addBinaryOp('=', 6);
jsep.addBinaryOp('OR', 1);
jsep.addBinaryOp('AND', 2);
jsep.addUnaryOp('NOT');

/** @throws Error that says where it stopped understanding */
export function parseExpression(text: string): Expression {
  return jsep(text);
}
