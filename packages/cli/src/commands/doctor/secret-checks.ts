import { parseRbmSecret } from '../../../../../lambda/ingest/parse-secrets';
import type { OpsContext } from '../../frame/context';
import { type MoVersion, readMoVersion } from '../../reads/mo-secret';
import type { DeployedStack } from '../../reads/stack';
import { type Check, fail, ok } from './check';

export const moSecret: Check = {
  name: 'MO secret',
  look: async (context, stack) => {
    const [current, previous] = await Promise.all([
      readMoVersion(context, stack, 'AWSCURRENT'),
      readMoVersion(context, stack, 'AWSPREVIOUS'),
    ]);
    if (current?.credentials === undefined) {
      return fail(
        'ingest cannot read it: it must be {"username", "password"}',
        fixCurrent(context, stack, current, previous),
      );
    }
    if (previous !== undefined && previous.credentials === undefined) {
      return fail('ingest cannot read the previous version', context.commandLine('credentials retire --force'));
    }
    return ok(previous === undefined ? 'readable' : 'readable; a previous password is valid too');
  },
};

/**
 * A rotation would drop the value before it, which Vibes may be using: if that one is valid, it is put back. No
 * callback can use a value that ingest cannot read, so that one is retired by force.
 */
function fixCurrent(
  { commandLine }: OpsContext,
  stack: DeployedStack,
  current?: MoVersion,
  previous?: MoVersion,
): string {
  if (current === undefined || previous?.credentials === undefined)
    return commandLine('credentials rotate --user-name <name>');
  const versions = `--move-to-version-id ${previous.id} --remove-from-version-id ${current.id}`;
  const putBack = `--secret-id ${stack.output('MoSecretArn')} --version-stage AWSCURRENT ${versions}`;
  return `aws secretsmanager update-secret-version-stage ${putBack} && ${commandLine('credentials retire --force')}`;
}

export const rbmSecret: Check = {
  name: 'RBM secret',
  look: async ({ clients }, stack) => {
    const arn = stack.optional('RbmSecretArn');
    if (arn === undefined) return ok('not configured: RBM callbacks are published unverified');
    const { client, sdk } = await clients.secretsManager();
    const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: arn }));
    return SecretString !== undefined && parseRbmSecret(SecretString).secret !== undefined
      ? ok('readable')
      : fail('ingest cannot read it: it must be the secret from Vibes, or {"secret"}', 'put the right value');
  },
};
