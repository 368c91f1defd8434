import { type ContextValues, compileConditions, toContext } from '../../../src/aws/iam/conditions';
import { LocalCloudError } from '../../../src/base/local-cloud-error';

const holds = (condition: unknown, context: ContextValues) =>
  compileConditions(condition, 'a test')(toContext(context));

describe('compileConditions', () => {
  it.each([
    ['StringEquals', { 'aws:SourceAccount': '1' }, '1', '2'],
    ['StringNotEquals', { 'aws:SourceAccount': '1' }, '2', '1'],
    ['StringEqualsIgnoreCase', { 'aws:SourceAccount': 'A' }, 'a', 'b'],
    ['StringLike', { 'aws:SourceAccount': 'a*' }, 'abc', 'bc'],
    ['StringNotLike', { 'aws:SourceAccount': 'a*' }, 'bc', 'abc'],
    ['Bool', { 'aws:SourceAccount': 'true' }, 'true', 'false'],
    ['NumericEquals', { 'aws:SourceAccount': 2 }, '2.0', '3'],
    ['NumericLessThan', { 'aws:SourceAccount': 1.2 }, '1.1', '1.2'],
    ['NumericLessThanEquals', { 'aws:SourceAccount': 1.2 }, '1.2', '1.3'],
    ['NumericGreaterThan', { 'aws:SourceAccount': 1.2 }, '1.3', '1.2'],
    ['NumericGreaterThanEquals', { 'aws:SourceAccount': 1.2 }, '1.2', '1.1'],
    ['ArnEquals', { 'aws:SourceAccount': 'arn:aws:s3:::b' }, 'arn:aws:s3:::b', 'arn:aws:s3:::c'],
    ['ArnLike', { 'aws:SourceAccount': 'arn:aws:s3:::b*' }, 'arn:aws:s3:::bc', 'arn:aws:s3:::c'],
    ['ArnNotEquals', { 'aws:SourceAccount': 'arn:aws:s3:::b' }, 'arn:aws:s3:::c', 'arn:aws:s3:::b'],
    ['ArnNotLike', { 'aws:SourceAccount': 'arn:aws:s3:::b*' }, 'arn:aws:s3:::c', 'arn:aws:s3:::bc'],
  ])('%s holds for the one value and not for the other', (operator, keys, yes, no) => {
    expect(holds({ [operator]: keys }, { 'aws:SourceAccount': yes })).toBe(true);
    expect(holds({ [operator]: keys }, { 'aws:SourceAccount': no })).toBe(false);
  });

  it('holds without a condition', () => {
    expect(holds(undefined, {})).toBe(true);
  });

  it('wants every operator and every key, and one of the values of a key', () => {
    const condition = {
      StringEquals: { 'aws:SourceAccount': ['1', '2'], 's3:prefix': 'a' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const all = { 'aws:SourceAccount': '2', 's3:prefix': 'a', 'aws:SecureTransport': 'true' };
    expect(holds(condition, all)).toBe(true);
    for (const key of Object.keys(all)) expect(holds(condition, { ...all, [key]: 'else' })).toBe(false);
  });

  it('does not hold for an absent key, except when it is negated or says IfExists', () => {
    const key = { 'aws:SourceArn': 'x' };
    expect(holds({ StringEquals: key }, {})).toBe(false);
    expect(holds({ StringNotEquals: key }, {})).toBe(true);
    expect(holds({ StringEqualsIfExists: key }, {})).toBe(true);
    expect(holds({ StringEqualsIfExists: key }, { 'aws:SourceArn': 'y' })).toBe(false);
  });

  it('tells with Null whether a key is there', () => {
    expect(holds({ Null: { 'aws:SourceArn': 'true' } }, {})).toBe(true);
    expect(holds({ Null: { 'aws:SourceArn': 'true' } }, { 'aws:SourceArn': 'x' })).toBe(false);
    expect(holds({ Null: { 'aws:SourceArn': false } }, { 'aws:SourceArn': 'x' })).toBe(true);
  });

  describe('of a key with several values', () => {
    const sources = (operator: string, ...given: readonly string[]) =>
      holds({ [operator]: { 'events:source': ['a', 'b'] } }, { 'events:source': given });

    it.each([
      ['ForAllValues:StringEquals', ['a', 'b'], true],
      ['ForAllValues:StringEquals', ['a', 'c'], false],
      ['ForAllValues:StringNotEquals', ['c', 'd'], true],
      ['ForAllValues:StringNotEquals', ['a', 'd'], false],
      ['ForAnyValue:StringEquals', ['a', 'c'], true],
      ['ForAnyValue:StringEquals', ['c', 'd'], false],
      ['ForAnyValue:StringLike', ['c', 'b'], true],
    ])('%s of %j is %s', (operator, given, expected) => {
      expect(sources(operator, ...given)).toBe(expected);
    });

    it('lets ForAllValues hold where the key is absent, and ForAnyValue not, but for IfExists', () => {
      expect(sources('ForAllValues:StringEquals')).toBe(true);
      expect(sources('ForAnyValue:StringEquals')).toBe(false);
      expect(sources('ForAnyValue:StringNotEquals')).toBe(false);
      expect(sources('ForAnyValue:StringEqualsIfExists')).toBe(true);
    });

    it('takes no values for an absent key', () => {
      expect(holds({ Null: { 'events:source': 'true' } }, { 'events:source': [] })).toBe(true);
      expect(holds({ Null: { 'events:source': 'false' } }, { 'events:source': ['a', 'b'] })).toBe(true);
    });

    it('does not hold without a set operator, unless there is one', () => {
      expect(sources('StringEquals', 'a', 'b')).toBe(false);
      expect(sources('StringEquals', 'b')).toBe(true);
    });
  });

  it('compares keys without regard to case', () => {
    expect(holds({ StringEquals: { 'AWS:sourceaccount': '1' } }, { 'aws:SourceAccount': '1' })).toBe(true);
  });

  it.each([
    ['an operator', { DateLessThan: { 'aws:SourceArn': '2026-01-01' } }],
    ['a set operator', { 'ForSomeValues:StringEquals': { 'aws:SourceArn': 'x' } }],
    ['a key', { StringEquals: { 'aws:RequestTag/team': 'x' } }],
    ['a policy variable', { StringEquals: { 'aws:SourceArn': `\${aws:username}` } }],
    ['a value that is not text', { StringEquals: { 'aws:SourceArn': { a: 1 } } }],
    ['keys that are no object', { StringEquals: 'x' }],
  ])('refuses %s that it does not know, naming the policy', (_name, condition) => {
    expect(() => compileConditions(condition, 'GrantsPolicy')).toThrow(LocalCloudError);
    expect(() => compileConditions(condition, 'GrantsPolicy')).toThrow(/GrantsPolicy/);
  });
});
