import { nextStack } from '../../src/stack/next-stack';
import { readStack, type Stack } from '../../src/stack/read-stack';
import { apiTemplate } from '../gateway/api-template';

const fn = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
    Code: { S3Key: 'a.zip' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};
const role = { Type: 'AWS::IAM::Role', Properties: {} };

function stackOf(Resources: Stack['template']['Resources']): Stack {
  const assembly = {
    directory: '/',
    stackName: 'Stack',
    template: { Resources },
    assetDirectory: (key: string) => key,
  };
  return readStack(assembly, 'http://127.0.0.1:1', '/inline');
}

const withApi = stackOf(apiTemplate({ more: { Role: role, Ingest: fn } }).Resources);
const withoutApi = stackOf({ Role: role, Ingest: fn });

it('an API cannot come or go while the stack runs', () => {
  const sentence = 'More than routes and functions changed: stop the local cloud and start it again.';
  expect(() => nextStack(withApi, withoutApi)).toThrow(sentence);
  expect(() => nextStack(withoutApi, withApi)).toThrow(sentence);
  expect(nextStack(withApi, withApi)).toBe(withApi);
  expect(nextStack(withoutApi, withoutApi)).toBe(withoutApi);
});
