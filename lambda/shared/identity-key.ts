import { clientOptions, type Environment } from './client-options';
import { loadOnce } from './load-once';

/** Read once per environment; the next callback repeats a read that failed. */
const limits = { maxAttempts: 2, connectTimeoutMs: 500, requestTimeoutMs: 1_000 };

/** The form in which CloudFormation generates it (lib/callback-secrets.ts): no blanks, and too long to guess. */
const sound = /^[\x21-\x7e]{32,4096}$/;

/** The secret exists, but is not a key. */
export class IdentityKeyError extends Error {
  override readonly name = 'IdentityKeyDamaged';
}

export type ReadIdentityKey = (signal: AbortSignal) => Promise<string>;

/**
 * The key that identities are hashed with. Without it no callback is read: with another identity it could be published
 * twice, unnoticed.
 */
export function createIdentityKey(secretArn: string, environment: Environment = process.env): ReadIdentityKey {
  const secretsManager = loadOnce(() => loadClient(environment));
  // All callbacks of a batch ask at the same time, with one signal.
  return loadOnce(async (signal: AbortSignal) => {
    const { client, GetSecretValueCommand } = await secretsManager();
    const command = new GetSecretValueCommand({ SecretId: secretArn, VersionStage: 'AWSCURRENT' });
    const { SecretString } = await client.send(command, { abortSignal: signal });
    return checked(SecretString);
  });
}

/** @throws IdentityKeyError for a text that is not a key */
export function checked(text: string | undefined): string {
  if (text === undefined || !sound.test(text)) throw new IdentityKeyError();
  return text;
}

async function loadClient(environment: Environment) {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  return { client: new SecretsManagerClient(clientOptions(limits, environment)), GetSecretValueCommand };
}
