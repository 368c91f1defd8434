import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { clockText } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { readVersions } from './credentials/versions';
import { versionNeeds } from './credentials-status';

interface Options extends ChangeOptions {
  readonly force?: boolean;
}

/** How long a running function trusts what it read (`lambda/ingest/secret-verifier.ts`). */
const freshMs = 5 * 60_000;

export const credentialsRetire = defineCommand<Options>({
  name: 'credentials retire',
  about: 'Retires the previous password, once Vibes uses the current one instead.',
  options: [new Option('--force', 'retire it even if no callback has used the current password yet')],
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
      return refused(
        context,
        `The previous password was used in the last minute (${counted(previous.use.lastHour, 'time')} in the last hour): have Vibes switch to the current one, and try again two minutes after the last use.`,
      );
    }
    if (current.use.lastUsedAtMs === undefined && !options.force) {
      return refused(
        context,
        'No callback has come with the current password yet, so Vibes may not have it and would get a 401 from now on. "credentials show --show-content" prints what to give to Vibes. --force retires the previous one anyway.',
      );
    }
    const what = `Retires the previous password of ${stack.name}: within five minutes, a caller that sends it gets a 401.`;
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
    const nowMs = context.io.now();
    return {
      code: 0,
      json: { retired: true, versionId: previous.versionId },
      text: () =>
        `The previous password is retired: from ${clockText(nowMs + freshMs, nowMs)} at the latest, a caller that sends it gets a 401.`,
    };
  },
});

function refused(context: OpsContext, why: string) {
  context.note(`Nothing was changed. ${why}`);
  return { code: 1 as const, json: { retired: false, refused: why }, text: () => '' };
}
