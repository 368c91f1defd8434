import { readFunctionLine } from '../../src/start/function-line';

test('a line in the form of ours is read, and who wrote it stays known', () => {
  const line = '{"code":"Stored","requestId":"r"}';
  const entry = { code: 'Stored', requestId: 'r' };
  expect(readFunctionLine(line, true)).toEqual({ line, entry, isOfCallbacks: true });
  expect(readFunctionLine(line, false)).toEqual({ line, entry, isOfCallbacks: false });
});

test.each([
  ['a metric', '{"_aws":{}}'],
  ['what is not JSON', '{"code": oops'],
  ['what was cut', '{"code"'],
  ['a stack trace', 'Error: oops'],
])('%s is not one of ours', (_, line) => {
  expect(readFunctionLine(line, true)).toBeUndefined();
});
