import { ofType, synthesize, theOnly } from './synth';

const standard = synthesize();

const generated = {
  SecretStringTemplate: '{"username":"vibes"}',
  GenerateStringKey: 'password',
  PasswordLength: 40,
  ExcludePunctuation: true,
};

test.each([{}, { moUserName: 'vibes-eu' }])(
  'with %j the MO secret is the same, so that no user name makes another password',
  (props) => {
    const [, { Properties }] = theOnly(synthesize(props), 'AWS::SecretsManager::Secret', 'Mo');
    expect(Properties.GenerateSecretString).toEqual(generated);
  },
);

test('the user name is an output and a variable of ingest', () => {
  const synthesized = synthesize({ moUserName: 'vibes-eu' });
  synthesized.template.hasOutput('MoUserName', { Value: 'vibes-eu' });
  synthesized.template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { MO_USER_NAME: 'vibes-eu' } },
  });
});

test('an RBM secret is made always, and used when asked for', () => {
  const [unused, created] = [synthesize(), synthesize({ rbmSecret: 'create' })];
  const [id, { Properties }] = theOnly(created, 'AWS::SecretsManager::Secret', 'Rbm');
  expect(Properties.GenerateSecretString).toMatchObject({ GenerateStringKey: 'secret' });
  expect(theOnly(unused, 'AWS::SecretsManager::Secret', 'Rbm')).toEqual([id, created.resources[id]]);
  created.template.hasOutput('RbmSecretArn', {});
  expect(unused.template.findOutputs('RbmSecretArn')).toEqual({});
});

test('an RBM secret that exists is not made again', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf';
  const referring = synthesize({ rbmSecret: arn });
  expect(ofType(referring, 'AWS::SecretsManager::Secret')).toHaveLength(2);
  referring.template.hasOutput('RbmSecretArn', { Value: arn });
});

test('the identity key is generated once, and is deleted only if the stack is to leave nothing', () => {
  const [id, secret] = theOnly(standard, 'AWS::SecretsManager::Secret', 'IdentityKey');
  expect(secret).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    // For any other value CloudFormation would generate another key, and repeats would be published again.
    Properties: { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
  });
  expect(secret.Properties.Name).toBeUndefined();
  standard.template.hasOutput('IdentityKeyArn', { Value: { Ref: id } });
});
