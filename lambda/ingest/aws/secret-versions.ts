import { clientOptions, type Environment } from '../../shared/client-options';
import { loadOnce } from '../../shared/load-once';
import { budget } from '../budget';
import { onLiveConnection } from './live-connection';

/** The longest that any call may take; the signal ends most of them earlier. */
const limits = { maxAttempts: 1, connectTimeoutMs: budget.firstSecretMs, requestTimeoutMs: budget.firstSecretMs };

interface Version {
  readonly id: string;
  readonly text: string;
}

/** Both live versions of a secret of Secrets Manager. The SDK's client is loaded by the first read. */
export function createSecretVersions(secretArn: string, environment: Environment = process.env) {
  const secretsManager = loadOnce(async () => {
    const used: typeof import('../../bundle/secrets-manager') = await import('@aws-sdk/client-secrets-manager');
    const { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } = used;
    const client = new SecretsManagerClient(clientOptions(limits, environment));
    return { client, GetSecretValueCommand, ResourceNotFoundException };
  });
  const readStage = async (stage: string, signal: AbortSignal): Promise<Version> => {
    const { client, GetSecretValueCommand } = await secretsManager();
    const command = new GetSecretValueCommand({ SecretId: secretArn, VersionStage: stage });
    const answer = await onLiveConnection(() => client.send(command, { abortSignal: signal }));
    // Our secrets are text, so a binary version counts as blank; the other version may still work.
    const { SecretString: text = '', VersionId: id = '' } = answer;
    return { id, text };
  };
  /** A secret that was never rotated has no previous version. */
  const readPrevious = async (signal: AbortSignal): Promise<Version | undefined> => {
    const { ResourceNotFoundException } = await secretsManager();
    return readStage('AWSPREVIOUS', signal).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return undefined;
    });
  };
  return {
    /** @throws if a version cannot be read; a missing previous version is fine */
    async read(signal: AbortSignal): Promise<{ readonly current: Version; readonly previous?: Version }> {
      const [current, previous] = await Promise.all([readStage('AWSCURRENT', signal), readPrevious(signal)]);
      return { current, ...(previous === undefined ? {} : { previous }) };
    },
  };
}
