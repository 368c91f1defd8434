import { counted } from '../local/counted';
import { readVersions } from './credentials/versions';
import { versionNeeds } from './credentials-status';
import { defineCommand } from './frame/command';
import type { ChangeOptions } from './frame/context';
import { joinNeeds, stackNeeds } from './policy/needs';

export const credentialsRetire = defineCommand<ChangeOptions>({
  name: 'credentials retire',
  about: 'Ends the previous password, once nobody uses it.',
  example: 'credentials retire',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, versionNeeds, { 'secretsmanager:UpdateSecretVersionStage': ['secrets'] }),
  run: async (context, options) => {
    const stack = await context.stack();
    const { current, previous } = await readVersions(context, stack);
    if (previous === undefined) {
      return { code: 0, json: { retired: false }, text: () => 'There is no previous password.' };
    }
    if (previous.use.isInUse) {
      const why = `The previous password was used in the last minute (${counted(previous.use.lastHour, 'time')} in the last hour): have Vibes take the current one, and type this again two minutes after its last use.`;
      context.note(`Nothing was changed. ${why}`);
      return { code: 1, json: { retired: false, refused: why }, text: () => '' };
    }
    if (current.use.lastUsedAtMs === undefined && previous.use.lastUsedAtMs !== undefined) {
      context.note('Nobody has used the current password yet: make sure that Vibes has it.');
    }
    const what = `Ends the previous password of ${stack.name}: who sends it gets a 401, five minutes from now at the latest.`;
    if (!(await context.mayChange(what, options))) {
      return { code: 0, json: { retired: false }, text: () => 'Nothing was changed.' };
    }
    const { client, sdk } = await context.clients.secretsManager();
    await client.send(
      new sdk.UpdateSecretVersionStageCommand({
        SecretId: stack.output('MoSecretArn'),
        VersionStage: 'AWSPREVIOUS',
        RemoveFromVersionId: previous.versionId,
      }),
    );
    return {
      code: 0,
      json: { retired: true, versionId: previous.versionId },
      text: () => 'The previous password is ended.',
    };
  },
});
