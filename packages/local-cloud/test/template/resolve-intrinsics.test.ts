import { LocalCloudError } from '../../src/base/local-cloud-error';
import { type Lookup, resolveIntrinsics } from '../../src/template/resolve-intrinsics';

const lookup: Lookup = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : `ref of ${name}`),
  attribute: (logicalId, name) => `${name} of ${logicalId}`,
};
const resolve = (value: unknown) => resolveIntrinsics(value, lookup);

describe('resolveIntrinsics', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, 'ref of Queue'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn of Queue'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, 'Arn of Queue'],
    ['GetAtt of a nested attribute', { 'Fn::GetAtt': ['Stack', 'Outputs.Url'] }, 'Outputs.Url of Stack'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref of B-3'],
    ['Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    ['Select with the index as text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
    ['Sub with a reference', { 'Fn::Sub': `x-\${Queue}` }, 'x-ref of Queue'],
    ['Sub with an attribute', { 'Fn::Sub': `\${Queue.Arn}/*` }, 'Arn of Queue/*'],
    ['Sub with variables of its own', { 'Fn::Sub': [`\${a}\${Queue}`, { a: { Ref: 'A' } }] }, 'ref of Aref of Queue'],
    ['Sub with a literal', { 'Fn::Sub': `\${!Queue}` }, `\${Queue}`],
    ['Base64', { 'Fn::Base64': 'ab' }, 'YWI='],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('resolves inside objects and lists, and leaves plain values as they are', () => {
    const value = { a: [{ Ref: 'X' }, 1, true, null], b: { c: { 'Fn::GetAtt': ['Y', 'Arn'] } } };
    expect(resolve(value)).toEqual({ a: ['ref of X', 1, true, null], b: { c: 'Arn of Y' } });
  });

  it('drops a property and a list item that are AWS::NoValue', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(resolve({ kept: 1, dropped: nothing, list: ['a', nothing] })).toEqual({ kept: 1, list: ['a'] });
  });

  it('takes an object of several keys for a value, even when one is called Ref', () => {
    expect(resolve({ Ref: 'name', other: 1 })).toEqual({ Ref: 'name', other: 1 });
  });

  it('refuses a function that it does not know', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'x' })).toThrow(LocalCloudError);
    expect(() => resolve({ 'Fn::ImportValue': 'x' })).toThrow(/Fn::ImportValue/);
  });

  it.each([
    ['Join without a list', { 'Fn::Join': ['-', 'text'] }],
    ['Join without a separator', { 'Fn::Join': [['a']] }],
    ['Select past the end', { 'Fn::Select': [2, ['a', 'b']] }],
    ['GetAtt without an attribute', { 'Fn::GetAtt': ['Queue'] }],
    ['Sub of nothing', { 'Fn::Sub': `\${AWS::NoValue}` }],
  ])('refuses %s', (_name, value) => {
    expect(() => resolve(value)).toThrow(LocalCloudError);
  });
});
