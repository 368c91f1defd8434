import type { Credentials } from '../../../../lambda/ingest/basic-auth';
import { parseMoSecret } from '../../../../lambda/ingest/parse-secrets';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
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

/** What Vibes has to send now. @throws OpsError where ingest cannot read it */
export async function readMoCredentials(context: OpsContext, stack: DeployedStack): Promise<Credentials> {
  const version = await readMoVersion(context, stack, 'AWSCURRENT');
  if (version?.credentials === undefined)
    throw new OpsError('secret-damaged', 'Ingest cannot read the MO secret: "doctor" says how to fix it.');
  return version.credentials;
}
