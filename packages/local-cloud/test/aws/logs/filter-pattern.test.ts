import { compileFilterPattern } from '../../../src/aws/logs/filter-pattern';
import { AwsError } from '../../../src/aws/protocols/aws-error';

const line = JSON.stringify({
  level: 'error',
  code: 'RecordFailed',
  status: 503,
  requestId: 'a-1',
  step: { name: 'claim', tries: [1, 2] },
});

describe('a filter pattern', () => {
  it.each([
    ['', true],
    ['error', true],
    ['Error', false],
    ['error RecordFailed', true],
    ['error missing', false],
    ['"a-1"', true],
    ['"a-2"', false],
    ['error -RecordFailed', false],
    ['error -missing', true],
    ['?missing ?RecordFailed', true],
    ['?missing ?other', false],
    ['"\\"code\\":\\"RecordFailed\\""', true],
  ])('%s: %s', (pattern, expected) => {
    expect(compileFilterPattern(pattern)(line)).toBe(expected);
  });

  it.each(['[ip, user]', '{ $.a = 1', 'a.b', '"open'])('refuses %s', (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(AwsError);
  });
});
