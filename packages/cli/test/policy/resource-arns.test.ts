import { ofType, synthesize } from '../../../../test/lib/synth';
import { defaultArns } from '../../src/policy/resource-arns';

const matches = (pattern: string, arn: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/** As CloudFormation names a secret: by its logical id, and letters and digits of its own. */
const arnOf = (logicalId: string) =>
  `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${logicalId}-a1B2c3D4e5F6-xYz123`;
const secrets = ofType(synthesize(), 'AWS::SecretsManager::Secret').map(([id]) => id);
const allowed = (resource: 'secrets' | 'identityKey') =>
  secrets.filter((id) => defaultArns[resource].some((pattern) => matches(pattern, arnOf(id))));

test('what may change a password may not change the identity key', () => {
  const keys = secrets.filter((id) => id.includes('IdentityKey'));
  expect(keys).toHaveLength(1);
  expect(allowed('identityKey')).toEqual(keys);
  expect(allowed('secrets')).toEqual(secrets.filter((id) => !keys.includes(id)));
  expect(allowed('secrets')).toHaveLength(2);
});
