import { compileJsonPattern } from '../../../src/aws/logs/json-pattern';
import { AwsError } from '../../../src/aws/protocols/aws-error';

const line = JSON.stringify({
  level: 'error',
  code: 'RecordFailed',
  status: 503,
  requestId: 'a-1',
  step: { name: 'claim', tries: [1, 2] },
});

describe('a JSON pattern', () => {
  it.each([
    ['{ $.code = "RecordFailed" }', true],
    ['{ $.code = "Published" }', false],
    ['{ $.code != "Published" }', true],
    ['{ $.code = RecordFailed }', true],
    ['{ $.code = "Record*" }', true],
    ['{ $.status = 503 }', true],
    ['{ $.status >= 500 && $.status < 504 }', true],
    ['{ $.status > 503 }', false],
    ['{ $.status > -1 }', true],
    ['{ ($.code = "x") || ($.step.name = "claim") }', true],
    ['{ $.step.tries[1] = 2 }', true],
    ['{ $.step.tries[2] = 2 }', false],
    ['{ $.nothing = "x" }', false],
    ['{ $.nothing != "x" }', false],
    ['{ $.code > 5 }', false],
  ])('%s: %s', (pattern, expected) => {
    expect(compileJsonPattern(pattern)(line)).toBe(expected);
  });

  it('matches no line that is not JSON', () => {
    expect(compileJsonPattern('{ $.a = 1 }')('not JSON, a = 1')).toBe(false);
    expect(compileJsonPattern('{ $.a = 1 }')('{"a":1')).toBe(false);
  });

  it.each([
    '{ $.a = 1',
    '{ $.a }',
    '{ $.a IS NULL }',
    '{ $.a = %x% }',
    '{ a = 1 }',
    '{ $.a + 1 }',
    '{ $.a > "x" }',
    '{ $.a = $.b }',
  ])('refuses %s', (pattern) => {
    expect(() => compileJsonPattern(pattern)).toThrow(AwsError);
  });
});
