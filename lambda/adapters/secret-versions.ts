import { AwsError, createAwsClient } from './aws-client';
import type { Environment } from './client-options';

/** Both live versions of a secret of Secrets Manager. */
export function createSecretVersions(secretArn: string, environment: Environment = process.env) {
  // Read once in minutes: a kept connection would be dead by then.
  const call = createAwsClient({ service: 'secretsmanager', keepAlive: false }, environment);
  const readStage = async (stage: string, signal: AbortSignal): Promise<string> => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
    const body = JSON.stringify({ SecretId: secretArn, VersionStage: stage });
    const { SecretString: text } = JSON.parse(await call({ method: 'POST', path: '/', headers, body }, signal));
    if (typeof text !== 'string') throw new Error('the secret is not a text');
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
  if (!(error instanceof AwsError && error.name === 'ResourceNotFoundException')) throw error;
}
