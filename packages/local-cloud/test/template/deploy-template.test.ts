import { LocalCloudError } from '../../src/base/local-cloud-error';
import { deployTemplate } from '../../src/template/deploy-template';
import type { Template, TemplateResource } from '../../src/template/template';
import { smallTemplate } from '../support/small-template';

const endpoint = 'http://127.0.0.1:4999';
const deploy = (Resources: Record<string, TemplateResource>, rest: Partial<Template> = {}) =>
  deployTemplate({ Resources, ...rest }, { endpoint });

describe('deployTemplate', () => {
  it('resolves the properties of a resource, and its Ref', () => {
    const queue = deployTemplate(smallTemplate(), { endpoint }).resource('Queue');
    expect(queue).toEqual({
      logicalId: 'Queue',
      type: 'AWS::SQS::Queue',
      ref: `${endpoint}/000000000000/Stack-Queue`,
      properties: {
        VisibilityTimeout: 90,
        RedrivePolicy: {
          deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:Stack-DeadLetters',
          maxReceiveCount: 2,
        },
      },
    });
  });

  it('gives the same names to the same template, whatever the port', () => {
    const names = (port: number) => {
      const deployment = deployTemplate(smallTemplate(), { endpoint: `http://127.0.0.1:${port}` });
      return ['Queue', 'Ledger', 'Role'].map((id) => deployment.attribute(id, 'Arn'));
    };
    expect(names(1)).toEqual(names(2));
  });

  it('takes the name that the template gives, intrinsics in it resolved', () => {
    const { resource } = deploy({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': `b-\${AWS::Region}` } } },
    });
    expect(resource('Bucket').ref).toBe('b-us-east-1');
  });

  it('finds the resources of a type', () => {
    const queues = deployTemplate(smallTemplate(), { endpoint }).ofType('AWS::SQS::Queue');
    expect(queues.map(({ logicalId }) => logicalId)).toEqual(['Queue', 'DeadLetters']);
  });

  it('resolves outputs as the cloud has them', () => {
    const Value = { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.x.', { Ref: 'AWS::URLSuffix' }]] };
    const deployment = deploy({ Api: { Type: 'AWS::ApiGateway::RestApi' } }, { Outputs: { Url: { Value } } });
    expect(deployment.outputs().Url).toMatch(/^https:\/\/[a-z0-9]{10}\.x\.amazonaws\.com$/);
  });

  it('resolves the pseudo parameters and the default of a parameter', () => {
    const Parameters = { Version: { Type: 'String', Default: '7' } };
    const { resolve } = deploy({}, { Parameters });
    const names = ['AWS::AccountId', 'AWS::Partition', 'AWS::Region', 'AWS::StackName', 'Version'];
    expect(names.map((Ref) => resolve({ Ref }))).toEqual(['000000000000', 'aws', 'us-east-1', 'Stack', '7']);
  });

  it('has one stack UUID at each start', () => {
    const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    expect(deploy({}).resolve(uuid)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(deploy({}).resolve(uuid)).toBe(deploy({}).resolve(uuid));
  });

  it('does not look into a resource that is not asked for', () => {
    const odd = { Type: 'Custom::Odd', Properties: { Value: { 'Fn::ImportValue': 'elsewhere' } } };
    const deployment = deploy({ Odd: odd, Queue: { Type: 'AWS::SQS::Queue' } });
    expect(deployment.resource('Queue').properties).toEqual({});
    expect(() => deployment.resource('Odd')).toThrow(LocalCloudError);
  });

  it.each([
    ['a resource that is not there', { Ref: 'Nowhere' }, /Nowhere/],
    ['an attribute that it does not know', { 'Fn::GetAtt': ['Queue', 'Colour'] }, /Colour of Queue/],
    ['a parameter without a default', { Ref: 'Open' }, /Open/],
  ])('refuses %s', (_name, value, message) => {
    const deployment = deploy({ Queue: { Type: 'AWS::SQS::Queue' } }, { Parameters: { Open: { Type: 'String' } } });
    expect(() => deployment.resolve(value)).toThrow(LocalCloudError);
    expect(() => deployment.resolve(value)).toThrow(message);
  });
});
