import type { Credentials } from '../../../../lambda/ingest/basic-auth';
import { parseMoSecret } from '../../../../lambda/ingest/parse-secrets';
import type { OpsContext } from '../frame/context';
import type { DeployedStack } from './stack';

export type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** One live version of the MO secret. */
export interface MoVersion {
  readonly id: string;
  /** Epoch milliseconds; undefined where Secrets Manager does not say. */
  readonly createdAtMs: number | undefined;
  /** Undefined: ingest cannot read it. */
  readonly credentials: Credentials | undefined;
}

/** As ingest reads it. Undefined where the secret has no version of this stage. */
export async function readMoVersion(
  { clients }: OpsContext,
  stack: DeployedStack,
  stage: Stage,
): Promise<MoVersion | undefined> {
  const { client, sdk } = await clients.secretsManager();
  try {
    const { VersionId, CreatedDate, SecretString } = await client.send(
      new sdk.GetSecretValueCommand({ SecretId: stack.output('MoSecretArn'), VersionStage: stage }),
    );
    return {
      id: VersionId ?? '',
      createdAtMs: CreatedDate?.getTime(),
      credentials: SecretString === undefined ? undefined : parseMoSecret(SecretString).secret,
    };
  } catch (error) {
    if (stage === 'AWSPREVIOUS' && error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  }
}
