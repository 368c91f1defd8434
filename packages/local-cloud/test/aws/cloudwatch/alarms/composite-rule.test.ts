import { checkRule, evaluateRule } from '../../../../src/aws/cloudwatch/alarms/composite-rule';

const states = { a: 'ALARM', b: 'OK', c: 'INSUFFICIENT_DATA' } as const;
const stateOf = (name: string) => states[name as keyof typeof states];
const alarms = Object.keys(states).map((name) => ({ name, arn: `arn:${name}` }));

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM("a")', true],
    ['ALARM("b")', false],
    ['OK("b")', true],
    ['INSUFFICIENT_DATA("c")', true],
    ['NOT ALARM("a")', false],
    ['NOT (ALARM("b"))', true],
    ['ALARM("a") AND ALARM("b")', false],
    ['ALARM("a") OR ALARM("b")', true],
    ['ALARM("b") OR ALARM("c") OR ALARM("a")', true],
    ['(ALARM("b") OR ALARM("a")) AND NOT OK("c")', true],
    ['ALARM("a") AND ALARM("b") OR TRUE', true],
    ['FALSE', false],
  ])('%s is %s', (rule, expected) => {
    expect(evaluateRule(rule, stateOf)).toBe(expected);
    expect(() => checkRule(rule, alarms)).not.toThrow();
  });

  it('names a hundred alarms at most, in 10,240 characters', () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `a${index}`, arn: '' }));
    const rule = (count: number) =>
      named(count)
        .map(({ name }) => `ALARM("${name}")`)
        .join(' OR ');
    expect(() => checkRule(rule(100), named(100))).not.toThrow();
    expect(() => checkRule(rule(101), named(101))).toThrow('its rule names 101 alarms, 100 are the most');
    const long = Array.from({ length: 900 }, () => 'ALARM("a0")').join(' OR ');
    expect(() => checkRule(long, named(1))).toThrow('characters, 10240 are the most');
  });

  it('may name an alarm by its ARN', () => {
    expect(() => checkRule('ALARM("arn:a")', alarms)).not.toThrow();
  });

  it.each([
    ['ALARM("a") OR ALARM("gone")', /there is no alarm gone/],
    ['OK("a") OR ALARM("gone")', /there is no alarm gone/],
    ['ALARM(a)', /in quotes/],
    ['ALARM("a", "b")', /in quotes/],
    ['FIRING("a")', /in quotes/],
    ['ALARM("a") + 1', /\+ is not supported/],
    ['AT_LEAST(2, ALARM, (a, b))', /cannot be read|in quotes/],
    ['ALARM("a") OR', /not supported/],
    ['maybe', /maybe is not supported/],
  ])('%s is refused', (rule, sentence) => {
    expect(() => checkRule(rule, alarms)).toThrow(sentence);
  });
});
