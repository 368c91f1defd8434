import { readJsonTree } from '../../../../src/aws/events/pattern/json-tree';
import { compileTargetInput } from '../../../../src/aws/events/rules/target-input';

const rule = { name: 'Orders', arn: 'arn:rule' };
const json = '{"id":"e1","detail":{"n":1.0}}';

function input(target: Record<string, unknown>): string {
  return compileTargetInput(target, rule)({ json, tree: readJsonTree(json), publishedAt: new Date(0) });
}

test.each([
  ['the event to the letter', {}, json],
  ['a constant', { Input: '{"a": 1}' }, '{"a": 1}'],
  ['a part', { InputPath: '$.detail' }, '{"n":1.0}'],
  ['a part that is missing', { InputPath: '$.none' }, 'null'],
  ['a transformed event', { InputTransformer: { InputPathsMap: { i: '$.id' }, InputTemplate: '"<i>"' } }, '"e1"'],
])('a target gets %s', (_, target, expected) => {
  expect(input(target)).toBe(expected);
});

test('of two inputs neither is taken', () => {
  expect(() => input({ Input: '{}', InputPath: '$.id' })).toThrow('it has more than one of Input, InputPath');
});

test('a constant must be JSON', () => {
  expect(() => input({ Input: 'hello' })).toThrow(SyntaxError);
});
