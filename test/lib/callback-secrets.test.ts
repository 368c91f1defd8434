import { ofType, synthesize, theOnly } from './synth';

test('the MO secret has a stable user name and a generated password without punctuation', () => {
  const [, { Properties }] = theOnly(synthesize(), 'AWS::SecretsManager::Secret');
  expect(Properties.GenerateSecretString).toEqual({
    SecretStringTemplate: '{"username":"vibes"}',
    GenerateStringKey: 'password',
    PasswordLength: 40,
    ExcludePunctuation: true,
  });
});

test('the user name is configured', () => {
  const [, { Properties }] = theOnly(synthesize({ moUserName: 'vibes-eu' }), 'AWS::SecretsManager::Secret');
  expect(Properties.GenerateSecretString).toMatchObject({ SecretStringTemplate: '{"username":"vibes-eu"}' });
});

test('an RBM secret is made when asked for', () => {
  const created = synthesize({ rbmSecret: 'create' });
  const [, { Properties }] = theOnly(created, 'AWS::SecretsManager::Secret', 'Rbm');
  expect(Properties.GenerateSecretString).toMatchObject({ GenerateStringKey: 'secret' });
  created.template.hasOutput('RbmSecretArn', {});
});

test('an RBM secret that exists is not made again', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rbm-AbCdEf';
  const referring = synthesize({ rbmSecret: arn });
  expect(ofType(referring, 'AWS::SecretsManager::Secret')).toHaveLength(1);
  referring.template.hasOutput('RbmSecretArn', { Value: arn });
});
