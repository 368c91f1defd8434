import { parseRbmSecret } from '../../lambda/ingest/parse-secrets';
import { readMoVersion } from '../aws/mo-secret';
import { type Check, fail, ok } from './check';

export const moSecret: Check = {
  name: 'MO secret',
  look: async (context, stack) => {
    const [current, previous] = await Promise.all([
      readMoVersion(context, stack, 'AWSCURRENT'),
      readMoVersion(context, stack, 'AWSPREVIOUS'),
    ]);
    if (current?.credentials === undefined) {
      return fail('not what ingest can read: {"username", "password"}', 'credentials rotate --user-name <name>');
    }
    if (previous !== undefined && previous.credentials === undefined) {
      return fail('the previous version is not what ingest can read', 'credentials retire');
    }
    return ok(previous === undefined ? 'readable' : 'readable, a previous password beside it');
  },
};

export const rbmSecret: Check = {
  name: 'RBM secret',
  look: async ({ clients }, stack) => {
    const arn = stack.optional('RbmSecretArn');
    if (arn === undefined) return ok('not configured: RBM is published as not verified');
    const { client, sdk } = await clients.secretsManager();
    const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: arn }));
    return SecretString !== undefined && parseRbmSecret(SecretString).secret !== undefined
      ? ok('readable')
      : fail('not what ingest can read: the secret as Vibes gave it, or {"secret"}', 'put the value again');
  },
};
