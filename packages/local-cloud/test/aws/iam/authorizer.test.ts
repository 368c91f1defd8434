import { type Authorizer, createAuthorizer } from '../../../src/aws/iam/authorizer';
import { compilePolicy } from '../../../src/aws/iam/statement';
import { LocalCloudError } from '../../../src/base/local-cloud-error';
import { deployTemplate } from '../../../src/template/deploy-template';
import type { Template, TemplateResource } from '../../../src/template/template';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Stack-Queue';
const send = { action: 'sqs:SendMessage', resource: queueArn };
const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };
const denySend = { ...allowSend, Effect: 'Deny' };

const authorizer = (resources: Record<string, TemplateResource>): Authorizer => {
  const Resources: Template['Resources'] = {
    Role: { Type: 'AWS::IAM::Role' },
    Queue: { Type: 'AWS::SQS::Queue' },
    ...resources,
  };
  return createAuthorizer(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));
};
const policy = (...Statement: unknown[]): TemplateResource => ({
  Type: 'AWS::IAM::Policy',
  Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } },
});
const queuePolicy = (...Statement: unknown[]): TemplateResource => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement } },
});
const isAllowed = (resources: Record<string, TemplateResource>) =>
  authorizer(resources).deniedToRole('Role', [send]) === undefined;

describe('a role', () => {
  it('may do nothing by itself', () => {
    expect(isAllowed({})).toBe(false);
  });

  it.each<[string, Record<string, TemplateResource>]>([
    ['an attached policy', { Policy: policy(allowSend) }],
    ['an inline policy', { Role: roleWith({ Policies: [{ PolicyDocument: { Statement: allowSend } }] }) }],
    [
      'a managed policy of the template',
      {
        Managed: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [allowSend] } },
        },
      },
    ],
    [
      'a role policy',
      {
        RolePolicy: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: { Ref: 'Role' }, PolicyDocument: { Statement: [allowSend] } },
        },
      },
    ],
    [
      'a resource policy that names it',
      { QueuePolicy: queuePolicy({ ...allowSend, Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }) },
    ],
  ])('may do what %s allows', (_name, resources) => {
    expect(isAllowed(resources)).toBe(true);
  });

  it('may not do what its account is allowed to by a resource policy alone', () => {
    const Principal = { AWS: 'arn:aws:iam::000000000000:root' };
    expect(isAllowed({ QueuePolicy: queuePolicy({ ...allowSend, Principal }) })).toBe(false);
  });

  it('is not helped by the policy of another role', () => {
    const other = { Other: { Type: 'AWS::IAM::Role' }, Policy: policy(allowSend) };
    const Roles = [{ Ref: 'Other' }];
    expect(
      isAllowed({ ...other, Policy: { ...other.Policy, Properties: { ...other.Policy.Properties, Roles } } }),
    ).toBe(false);
  });

  it.each<[string, Record<string, TemplateResource>]>([
    ['its own policy', { Policy: policy(allowSend, denySend) }],
    ['the resource', { Policy: policy(allowSend), QueuePolicy: queuePolicy({ ...denySend, Principal: '*' }) }],
    [
      'the resource to its account',
      {
        Policy: policy(allowSend),
        QueuePolicy: queuePolicy({ ...denySend, Principal: { AWS: 'arn:aws:iam::000000000000:root' } }),
      },
    ],
  ])('may not do what %s denies, though it is allowed', (_name, resources) => {
    expect(isAllowed(resources)).toBe(false);
  });

  it('calls by a secure transport, as in the cloud', () => {
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const deny = { ...denySend, Principal: { AWS: '*' }, Condition: insecure };
    expect(isAllowed({ Policy: policy(allowSend), QueuePolicy: queuePolicy(deny) })).toBe(true);
  });

  it('needs every action on every resource of a call; the first that is missing is reported', () => {
    const receive = { action: 'sqs:ReceiveMessage', resource: queueArn };
    expect(authorizer({ Policy: policy(allowSend) }).deniedToRole('Role', [send, receive])).toBe(receive);
  });

  it('is held to the policy of a bucket when it reaches for an object', () => {
    const object = 'arn:aws:s3:::bucket/attachments/x';
    const put = { action: 's3:PutObject', resource: object };
    const allow = policy({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::bucket/*' });
    const denied: TemplateResource = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: 'bucket',
        PolicyDocument: {
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::bucket/*' }],
        },
      },
    };
    expect(authorizer({ Policy: allow }).deniedToRole('Role', [put])).toBeUndefined();
    expect(authorizer({ Policy: allow, BucketPolicy: denied }).deniedToRole('Role', [put])).toBe(put);
  });

  it('that the template does not have may do nothing', () => {
    expect(authorizer({ Policy: policy(allowSend) }).deniedToRole('Nobody', [send])).toBe(send);
  });
});

describe('a service', () => {
  const s3Sends = {
    ...allowSend,
    Principal: { Service: 's3.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } },
  };
  const from = (bucket: string) => ({ ...send, context: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` } });

  it('may do what the resource allows it from this source', () => {
    const { allowsService } = authorizer({ QueuePolicy: queuePolicy(s3Sends) });
    expect(allowsService('s3.amazonaws.com', from('bucket'))).toBe(true);
    expect(allowsService('s3.amazonaws.com', from('other'))).toBe(false);
    expect(allowsService('events.amazonaws.com', from('bucket'))).toBe(false);
  });

  it('may do nothing without a policy of the resource', () => {
    expect(authorizer({ Policy: policy(allowSend) }).allowsService('s3.amazonaws.com', from('bucket'))).toBe(false);
  });
});

describe('createAuthorizer refuses', () => {
  it.each<[string, Record<string, TemplateResource>, RegExp]>([
    [
      'a managed policy that it does not know',
      { Role: roleWith({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }) },
      /AdministratorAccess/,
    ],
    [
      'a permissions boundary',
      { Role: roleWith({ PermissionsBoundary: 'arn:aws:iam::aws:policy/X' }) },
      /permissions boundary of Role/,
    ],
    ['a policy that it cannot evaluate', { Policy: policy({ ...allowSend, NotAction: 'x' }) }, /NotAction in Policy/],
    [
      'a resource policy that it cannot evaluate',
      { QueuePolicy: queuePolicy({ ...allowSend, Principal: { Federated: 'x' } }) },
      /Federated in QueuePolicy/,
    ],
  ])('%s', (_name, resources, message) => {
    expect(() => authorizer(resources)).toThrow(LocalCloudError);
    expect(() => authorizer(resources)).toThrow(message);
  });
});

it('knows what AWSLambdaBasicExecutionRole grants', () => {
  const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const { deniedToRole } = authorizer({ Role: roleWith({ ManagedPolicyArns: [basic] }) });
  expect(deniedToRole('Role', [{ action: 'logs:PutLogEvents', resource: '*' }])).toBeUndefined();
  expect(deniedToRole('Role', [send])).toBe(send);
});

function roleWith(Properties: Record<string, unknown>): TemplateResource {
  return { Type: 'AWS::IAM::Role', Properties };
}

it('a policy that the API set counts instead of the one of the template, also one that allows nothing', () => {
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue' },
    QueuePolicy: queuePolicy({ ...allowSend, Principal: { Service: 'events.amazonaws.com' } }),
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const allows = (statements: readonly unknown[] | undefined, sourceArn = 'arn:rule') => {
    const set = statements === undefined ? undefined : compilePolicy({ Statement: statements }, 'the queue');
    const { allowsService } = createAuthorizer(deployment, (arn) => (arn === queueArn ? set : undefined));
    return allowsService('events.amazonaws.com', { ...send, context: { 'aws:SourceArn': sourceArn } });
  };
  const onlyRule = {
    ...allowSend,
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': 'arn:rule' } },
  };
  expect(allows(undefined)).toBe(true);
  expect(allows([])).toBe(false);
  expect(allows([onlyRule])).toBe(true);
  expect(allows([onlyRule], 'arn:other')).toBe(false);
});
