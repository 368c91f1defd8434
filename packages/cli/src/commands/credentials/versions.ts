import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import type { DeployedStack } from '../../reads/stack';
import { readVersionUse, type VersionUse } from './version-use';

/** A live version of the MO secret, and whether Vibes uses it. */
export interface LiveVersion {
  readonly versionId: string;
  readonly createdAt: string | null;
  readonly use: VersionUse;
}

export interface LiveVersions {
  readonly current: LiveVersion;
  /** Undefined: never rotated, or the previous one was retired. */
  readonly previous: LiveVersion | undefined;
}

/** Without their values. */
export async function readVersions(context: OpsContext, stack: DeployedStack): Promise<LiveVersions> {
  const { client, sdk } = await context.clients.secretsManager();
  const command = new sdk.ListSecretVersionIdsCommand({ SecretId: stack.output('MoSecretArn') });
  const { Versions = [] } = await client.send(command);
  const read = async (stage: string): Promise<LiveVersion | undefined> => {
    const version = Versions.find(({ VersionStages = [] }) => VersionStages.includes(stage));
    if (version === undefined) return undefined;
    const { VersionId = '', CreatedDate } = version;
    const use = await readVersionUse(context, stack, VersionId);
    return { versionId: VersionId, createdAt: CreatedDate?.toISOString() ?? null, use };
  };
  const [current, previous] = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS')]);
  if (current === undefined) {
    throw new OpsError(
      'secret-has-no-value',
      'The MO secret has no current version: create one with "credentials rotate --user-name <name>".',
    );
  }
  return { current, previous };
}
