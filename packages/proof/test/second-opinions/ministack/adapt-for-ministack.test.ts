import type { Template } from '../../../../local-cloud/src/template/template';
import { adaptForMinistack } from '../../../src/second-opinions/ministack/adapt-for-ministack';

const template: Template = {
  Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' } },
  Resources: {
    Archive: { Type: 'AWS::Events::Archive', Properties: {} },
    Sum: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } },
    Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Password: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { Timeout: 1, Environment: { SECRET: { Ref: 'Password' }, QUEUE: { Ref: 'Queue' } } },
    },
  },
  Outputs: {
    Gone: { Value: { 'Fn::GetAtt': ['Archive', 'Arn'] } },
    Secret: { Value: { Ref: 'Password' } },
  },
};
const { template: adapted, adaptations } = adaptForMinistack(template);

test('what cannot be played is left out, with the outputs that name it', () => {
  expect(Object.keys(adapted.Resources)).toEqual(['Plain', 'Password', 'Worker']);
  expect(Object.keys(adapted.Outputs ?? {})).toEqual(['Secret']);
  expect(adapted.Parameters).toBeUndefined();
});

test('a secret is named by its ARN, everything else as it was', () => {
  expect(adapted.Outputs?.Secret).toEqual({ Value: { 'Fn::GetAtt': ['Password', 'Id'] } });
  const variables = { SECRET: { 'Fn::GetAtt': ['Password', 'Id'] }, QUEUE: { Ref: 'Queue' } };
  expect(adapted.Resources.Worker?.Properties).toEqual({ Timeout: 60, Environment: variables });
});

test('every adaptation is told', () => {
  const told = adaptations.join('\n');
  for (const id of ['(Archive)', '(Sum)', 'Gone', '(Password)', '60 s']) expect(told).toContain(id);
  expect(told).not.toContain('Plain');
});

test('what stays may not need what was left out', () => {
  const Needy = { Type: 'AWS::SNS::Topic', Properties: { Name: { Ref: 'Archive' } } };
  const needy = { ...template, Resources: { ...template.Resources, Needy } };
  expect(() => adaptForMinistack(needy)).toThrow('Needy refers to a resource that MiniStack cannot play');
});

test('a grant goes without the conditions that are never met there, and keeps the others', () => {
  const statement = (Condition: object) => ({ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*', Condition });
  const Grant = (conditions: readonly object[]) => ({
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyDocument: { Statement: conditions.map(statement) } },
  });
  const source = { 'ForAllValues:StringEquals': { 'events:source': 'a' }, Null: { 'events:source': 'false' } };
  const tls = { Bool: { 'aws:SecureTransport': 'true' } };
  const resources = { ...template.Resources, Grant: Grant([source, tls]) };
  const grant = adaptForMinistack({ ...template, Resources: resources }).template.Resources.Grant;
  const { Condition: _, ...unconditional } = statement({});
  expect(grant?.Properties).toEqual({ PolicyDocument: { Statement: [unconditional, statement(tls)] } });
});
