import type { OpsContext } from '../../frame/context';
import { fetchIdentityKey } from '../../reads/identity-key';
import { type Check, fail, ok, warn } from './check';

const whatToDo = 'docs/DATA.md#the-identity-key';

/** Never rotated: a second version means that it was replaced, or that it was put back and the wrong one left there. */
export const identityKey: Check = {
  name: 'identity key',
  look: async (context, stack) => {
    const arn = stack.optional('IdentityKeyArn');
    if (arn === undefined) return ok('the deployed version has none');
    try {
      await fetchIdentityKey(context, stack);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'IdentityKeyDamaged') throw error;
      return fail('the consumer cannot read it: callbacks wait', whatToDo);
    }
    const replaced = await hasPrevious(context, arn);
    return replaced
      ? warn(
          'has a previous version (AWSPREVIOUS). If the key was replaced, repeats of what was published before are not recognized: put the first key back. If that was done already, only remove the label AWSPREVIOUS from the wrong one, and do not put that one back',
          whatToDo,
        )
      : ok('readable, never replaced');
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
