import { compilePolicy, type Principal, type Statement } from '../../../src/aws/iam/statement';
import { LocalCloudError } from '../../../src/base/local-cloud-error';

const role: Principal = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/ingest', accountId: '000000000000' };
const s3: Principal = { kind: 'service', service: 's3.amazonaws.com' };
const base = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:0:q' };

function compile(changes: Record<string, unknown>): Statement {
  const [statement] = compilePolicy({ Statement: { ...base, ...changes } }, 'ThePolicy');
  if (statement === undefined) throw new Error('no statement');
  return statement;
}

const request = { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:0:q', context: {} };

describe('a statement', () => {
  it.each([
    ['its action and resource', {}, true],
    ['an action in another case', { Action: 'SQS:sendMessage' }, true],
    ['one of several actions', { Action: ['sqs:ReceiveMessage', 'sqs:Send*'] }, true],
    ['any resource', { Resource: '*' }, true],
    ['another action', { Action: 'sqs:ReceiveMessage' }, false],
    ['another resource', { Resource: 'arn:aws:sqs:us-east-1:0:other' }, false],
    ['a condition that does not hold', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, false],
  ])('that names %s covers a call: %#', (_name, changes, expected) => {
    expect(compile(changes).covers(request)).toBe(expected);
  });

  it.each([
    ['anyone', '*', 'yes', 'yes'],
    ['any principal of AWS', { AWS: '*' }, 'yes', 'yes'],
    ['the role', { AWS: 'arn:aws:iam::000000000000:role/ingest' }, 'yes', 'no'],
    ['another role', { AWS: ['arn:aws:iam::000000000000:role/consumer'] }, 'no', 'no'],
    ['the account', { AWS: 'arn:aws:iam::000000000000:root' }, 'account', 'no'],
    ['the account by its number', { AWS: '000000000000' }, 'account', 'no'],
    ['another account', { AWS: '111111111111' }, 'no', 'no'],
    ['the service', { Service: 's3.amazonaws.com' }, 'no', 'yes'],
    ['another service', { Service: 'events.amazonaws.com' }, 'no', 'no'],
    ['role and service', { AWS: 'arn:aws:iam::000000000000:role/ingest', Service: 's3.amazonaws.com' }, 'yes', 'yes'],
  ])('with %s for principal concerns the role: %s -> %s, the service: %s', (_name, Principal, ofRole, ofService) => {
    const { concerns } = compile({ Principal });
    expect([concerns(role), concerns(s3)]).toEqual([ofRole, ofService]);
  });

  it('applies to no caller unless it names a principal', () => {
    expect(compile({}).concerns(role)).toBe('no');
  });

  it.each([
    ['NotAction', { NotAction: 'sqs:*' }],
    ['NotResource', { NotResource: '*' }],
    ['NotPrincipal', { NotPrincipal: { AWS: '*' } }],
    ['an unknown effect', { Effect: 'Perhaps' }],
    ['an action that is not text', { Action: 7 }],
    ['a missing resource', { Resource: undefined }],
    ['a policy variable', { Resource: `arn:aws:s3:::b/\${aws:username}` }],
    ['an unknown principal kind', { Principal: { Federated: 'x' } }],
    ['a pattern for a principal', { Principal: { AWS: 'arn:aws:iam::000000000000:role/*' } }],
    ['a user for a principal', { Principal: { AWS: 'arn:aws:iam::000000000000:user/me' } }],
  ])('with %s is refused, naming the policy', (_name, changes) => {
    expect(() => compile(changes)).toThrow(LocalCloudError);
    expect(() => compile(changes)).toThrow(/ThePolicy/);
  });
});
