import type { Template } from '../../../local-cloud/src/template/template';
import { adaptForMoto } from '../../src/second-opinions/check-deployment';

const known = new Set(['AWS::Lambda::Function', 'AWS::Events::Archive']);
const template: Template = {
  Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' } },
  Resources: {
    Password: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    Other: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'v1' } },
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { Secret: { Ref: 'Password' }, Arn: { 'Fn::GetAtt': ['Password', 'Id'] }, Self: { Ref: 'Kept' } },
    },
    Kept: { Type: 'AWS::Events::Archive', Properties: { EventPattern: { source: ['a'] }, RetentionDays: 1 } },
  },
  Outputs: { Url: { Value: { 'Fn::Join': ['', ['https://x/', { Ref: 'Stage' }]] } } },
};
const adapted = adaptForMoto(template, known);

test('types that moto does not know are left out and counted', () => {
  expect(Object.keys(adapted.template.Resources)).toEqual(['Worker', 'Kept']);
  expect([...adapted.leftOut]).toEqual([
    ['AWS::SecretsManager::Secret', 2],
    ['AWS::ApiGateway::Stage', 1],
  ]);
});

test('a reference to what was left out becomes a placeholder, every other stays', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:Password';
  expect(adapted.template.Resources.Worker?.Properties).toEqual({ Secret: arn, Arn: arn, Self: { Ref: 'Kept' } });
});

test("a stage's placeholder is its name, so that URLs read as in the cloud", () => {
  expect(adapted.template.Outputs).toEqual({ Url: { Value: { 'Fn::Join': ['', ['https://x/', 'v1']] } } });
});

test('an archive gets its pattern as text', () => {
  expect(adapted.template.Resources.Kept?.Properties).toEqual({ EventPattern: '{"source":["a"]}', RetentionDays: 1 });
});

test('what asks for a bootstrapped account is gone', () => {
  expect(adapted.template.Parameters).toBeUndefined();
});

test('what nobody waits for any more is no dependency', () => {
  const dependent = { Type: 'AWS::Lambda::Function', DependsOn: ['Password', 'Kept'], Properties: {} };
  const Resources = { ...template.Resources, Dependent: dependent };
  expect(adaptForMoto({ Resources }, known).template.Resources.Dependent).toMatchObject({ DependsOn: ['Kept'] });
});
