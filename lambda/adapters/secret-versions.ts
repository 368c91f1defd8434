import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientOptions, type Environment } from './client-options';

/** Both live versions of a secret of Secrets Manager. */
export function createSecretVersions(secretArn: string, environment: Environment = process.env) {
  // Read once in minutes: a kept connection would be dead by then.
  const client = new SecretsManagerClient(
    clientOptions({ maxAttempts: 1, connectTimeoutMs: 250, requestTimeoutMs: 250, keepAlive: false }, environment),
  );
  const readStage = async (stage: string, signal: AbortSignal): Promise<string> => {
    const command = new GetSecretValueCommand({ SecretId: secretArn, VersionStage: stage });
    const { SecretString: text } = await client.send(command, { abortSignal: signal });
    if (text === undefined) throw new Error('the secret is not a text');
    return text;
  };
  return {
    /** @throws when either version cannot be read, but for a previous one that is not there */
    async read(signal: AbortSignal): Promise<{ readonly current: string; readonly previous?: string }> {
      const [current, previous] = await Promise.all([
        readStage('AWSCURRENT', signal),
        readStage('AWSPREVIOUS', signal).catch(absent),
      ]);
      return { current, ...(previous === undefined ? {} : { previous }) };
    },
  };
}

/** A secret that was never rotated has no previous version. */
function absent(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}
