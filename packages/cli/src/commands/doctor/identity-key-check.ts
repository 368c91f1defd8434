import type { OpsContext } from '../../frame/context';
import { fetchIdentityKey } from '../../reads/identity-key';
import { type Check, fail, ok, warn } from './check';

const runbook = 'docs/RUNBOOK.md, "The identity key"';

/** Never rotated: a second version says that somebody has replaced it, or has put it back and left the wrong one there. */
export const identityKey: Check = {
  name: 'identity key',
  look: async (context, stack) => {
    const arn = stack.optional('IdentityKeyArn');
    if (arn === undefined) return ok('none: the deployed version has no such key');
    try {
      await fetchIdentityKey(context, stack);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'IdentityKeyDamaged') throw error;
      return fail('not what the consumer can read: callbacks wait', runbook);
    }
    const replaced = await hasPrevious(context, arn);
    return replaced
      ? warn(
          'has a version before it (AWSPREVIOUS). Either it was replaced, and a repeat of what was published before is not known as one: put the first key back. Or it was put back already: then only take AWSPREVIOUS from the wrong one, and do not put that one back',
          runbook,
        )
      : ok('readable, as it was generated');
  },
};

async function hasPrevious({ clients }: OpsContext, SecretId: string): Promise<boolean> {
  const { client, sdk } = await clients.secretsManager();
  try {
    await client.send(new sdk.GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' }));
    return true;
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return false;
    throw error;
  }
}
