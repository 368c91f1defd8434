import { resourcePolicies } from '../../../src/aws/iam/resource-policies';
import { deployTemplate } from '../../../src/template/deploy-template';

const statement = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
const PolicyDocument = { Statement: [statement] };

describe('resourcePolicies', () => {
  it.each([
    ['AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Queue' }], PolicyDocument }, 'arn:aws:sqs:us-east-1:000000000000:q'],
    ['AWS::S3::BucketPolicy', { Bucket: { Ref: 'Bucket' }, PolicyDocument }, 'arn:aws:s3:::bucket'],
    [
      'AWS::Events::EventBusPolicy',
      { EventBusName: { Ref: 'Bus' }, Statement: statement },
      'arn:aws:events:us-east-1:000000000000:event-bus/bus',
    ],
    [
      'AWS::SecretsManager::ResourcePolicy',
      { SecretId: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:s-abcdef', ResourcePolicy: PolicyDocument },
      'arn:aws:secretsmanager:us-east-1:000000000000:secret:s-abcdef',
    ],
  ])('finds what a %s protects', (Type, Properties, arn) => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'bucket' } },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      Policy: { Type, Properties },
    };
    const policies = resourcePolicies(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));
    expect([...policies.keys()]).toEqual([arn]);
    expect(policies.get(arn)?.map(({ effect }) => effect)).toEqual(['Deny']);
  });

  it('adds the policies of one resource up', () => {
    const policy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument },
    };
    const Resources = { Queue: { Type: 'AWS::SQS::Queue' }, One: policy, Two: policy };
    const [[, statements] = ['', []]] = resourcePolicies(
      deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }),
    );
    expect(statements).toHaveLength(2);
  });
});
