import { physicalResource } from '../../src/template/physical-resource';

const placement = {
  stackName: 'Stack',
  region: 'eu-west-1',
  accountId: '000000000000',
  endpoint: 'http://127.0.0.1:1',
};
const physical = (type: string, logicalId = 'Thing', name?: string, parent?: string) =>
  physicalResource(type, logicalId, { name, parent }, placement);

describe('physicalResource', () => {
  it.each([
    [
      'AWS::SQS::Queue',
      'http://127.0.0.1:1/000000000000/Stack-Thing',
      'Arn',
      'arn:aws:sqs:eu-west-1:000000000000:Stack-Thing',
    ],
    ['AWS::DynamoDB::Table', 'Stack-Thing', 'Arn', 'arn:aws:dynamodb:eu-west-1:000000000000:table/Stack-Thing'],
    ['AWS::S3::Bucket', 'stack-thing', 'Arn', 'arn:aws:s3:::stack-thing'],
    ['AWS::Events::EventBus', 'Stack-Thing', 'Arn', 'arn:aws:events:eu-west-1:000000000000:event-bus/Stack-Thing'],
    ['AWS::Events::Rule', 'Stack-Thing', 'Arn', 'arn:aws:events:eu-west-1:000000000000:rule/Stack-Thing'],
    ['AWS::IAM::Role', 'Stack-Thing', 'Arn', 'arn:aws:iam::000000000000:role/Stack-Thing'],
    ['AWS::Lambda::Function', 'Stack-Thing', 'Arn', 'arn:aws:lambda:eu-west-1:000000000000:function:Stack-Thing'],
    ['AWS::SNS::Topic', 'arn:aws:sns:eu-west-1:000000000000:Stack-Thing', 'TopicName', 'Stack-Thing'],
    ['AWS::Logs::LogGroup', 'Stack-Thing', 'Arn', 'arn:aws:logs:eu-west-1:000000000000:log-group:Stack-Thing:*'],
  ])('describes a %s as CloudFormation does', (type, ref, attribute, value) => {
    expect(physical(type).ref).toBe(ref);
    expect(physical(type).attributes[attribute]).toBe(value);
  });

  it('makes the ARN of a secret the one of the cloud, with six characters at its end', () => {
    expect(physical('AWS::SecretsManager::Secret').ref).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:000000000000:secret:Stack-Thing-[a-z0-9]{6}$/,
    );
  });

  it('shortens a name that the service would refuse, and keeps two of them apart', () => {
    const name = (logicalId: string) => physical('AWS::SQS::Queue', logicalId).attributes.QueueName ?? '';
    const [one, other] = [name(`${'x'.repeat(90)}1`), name(`${'x'.repeat(90)}2`)];
    expect([one.length, other.length]).toEqual([80, 80]);
    expect(one).not.toBe(other);
  });

  it("has a rule's bus in its ARN and its Ref, except the account's default bus", () => {
    const bus = 'arn:aws:events:eu-west-1:000000000000:event-bus/callbacks';
    expect(physical('AWS::Events::Rule', 'Thing', 'Orders', bus)).toEqual({
      ref: 'callbacks|Orders',
      attributes: { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/callbacks/Orders' },
    });
    expect(physical('AWS::Events::Rule', 'Thing', 'Orders', 'default').ref).toBe('Orders');
  });

  it('takes a given name', () => {
    expect(physical('AWS::DynamoDB::Table', 'Thing', 'ledger').ref).toBe('ledger');
  });

  it('gives a type without a rule its name, and no attribute to guess', () => {
    expect(physical('AWS::Budgets::Budget')).toEqual({ ref: 'Stack-Thing', attributes: {} });
  });
});
