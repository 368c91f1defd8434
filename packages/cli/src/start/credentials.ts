import { randomBytes } from 'node:crypto';
import type { Deployment, LocalResource, SecretChange } from '@vibes-callbacks/local-cloud';
import { asRecord, isRecord, type OperatorAccess, ownerCall } from '@vibes-callbacks/local-cloud';
import { plainOutputs } from '../reads/plain-outputs';
import { StartError } from './start-error';

/** What an MO callback must authenticate with: `credentials.json`. */
export interface MoCredentials {
  readonly username: string;
  readonly password: string;
}

type Aws = OperatorAccess;

/**
 * Reads the MO credentials, after setting those that were given. The value before stays valid as the previous version.
 * @throws StartError if the secret has none and none were given
 */
export async function setMoCredentials(
  deployment: Deployment,
  aws: Aws,
  wanted: Partial<MoCredentials>,
): Promise<MoCredentials> {
  const secret = secretWith(deployment, 'password');
  if (secret === undefined)
    throw new StartError('no-mo-secret', 'The template has no secret with a password for MO messages.');
  const current = await readSecret(aws, secret);
  // If only a password is given, the user name that the template generates is used.
  const spare = wanted.password === undefined ? undefined : generatedUsername(secret);
  const username = wanted.username ?? filled(current?.username) ?? spare;
  const password = wanted.password ?? filled(current?.password);
  if (current === undefined && password === undefined) throw damaged(secret, 'it is not a JSON object');
  if (username === undefined) throw damaged(secret, 'it has no user name');
  if (password === undefined) throw damaged(secret, 'it has no password');
  if (username !== current?.username || password !== current.password) {
    await putSecret(aws, secret, { ...current, username, password });
  }
  return { username: wanted.username ?? usernameOf(deployment, secret, username), password };
}

/** Ingest's own rule for a user name and a password. */
function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** What `credentials.json` says from now on; undefined for another secret, and for what no caller could send. */
export function changedMoCredentials(deployment: Deployment, { arn, value }: SecretChange): MoCredentials | undefined {
  const secret = secretWith(deployment, 'password');
  if (secret?.ref !== arn) return undefined;
  const current = parsed(value);
  const [username, password] = [filled(current?.username), filled(current?.password)];
  if (username === undefined || password === undefined) return undefined;
  return { username: usernameOf(deployment, secret, username), password };
}

/** The template's user name, until the secret has another one than it was made with. */
function usernameOf(deployment: Deployment, secret: LocalResource, stored: string): string {
  return stored === generatedUsername(secret) ? (plainOutputs(deployment.outputs()).MoUserName ?? stored) : stored;
}

function generatedUsername({ properties }: LocalResource): string | undefined {
  const { SecretStringTemplate } = asRecord(properties.GenerateSecretString);
  return filled(asRecord(JSON.parse(String(SecretStringTemplate ?? '{}'))).username);
}

/** Sets the secret that RBM callbacks are signed with. */
export async function setRbmSecret(deployment: Deployment, aws: Aws, secret: string): Promise<void> {
  const resource = secretWith(deployment, 'secret');
  if (resource === undefined || plainOutputs(deployment.outputs()).RbmSecretArn === undefined)
    throw new StartError(
      'no-rbm-secret',
      'The template checks no RBM signature: synthesize it with -c rbmSecret=create.',
    );
  const current = await readSecret(aws, resource);
  if (current?.secret !== secret) await putSecret(aws, resource, { ...current, secret });
}

/** What RBM callbacks are signed with; undefined where the template checks no signature. */
export async function readRbmSecret(deployment: Deployment, aws: Aws): Promise<string | undefined> {
  const resource = secretWith(deployment, 'secret');
  if (resource === undefined || plainOutputs(deployment.outputs()).RbmSecretArn === undefined) return undefined;
  return filled((await readSecret(aws, resource))?.secret);
}

/** As long and as plain as the one that the stack generates. */
export function generatePassword(): string {
  return randomBytes(20).toString('hex');
}

/** A secret is recognized by the key that the template generates in it. */
function secretWith(deployment: Deployment, key: string): LocalResource | undefined {
  return deployment
    .ofType('AWS::SecretsManager::Secret')
    .find(({ properties }) => asRecord(properties.GenerateSecretString).GenerateStringKey === key);
}

/** Undefined where it is damaged. */
async function readSecret(aws: Aws, { ref }: LocalResource): Promise<Record<string, unknown> | undefined> {
  const { SecretString } = await ownerCall(aws, 'secretsmanager', 'GetSecretValue', { SecretId: ref });
  return parsed(String(SecretString));
}

/** Never quotes the value: part of it may be the password. */
function damaged({ ref }: LocalResource, why: string): StartError {
  return new StartError(
    'secret-damaged',
    `The secret ${ref} is damaged (${why}): start with --password to put another value, or delete secrets.json in the data folder to have a new one generated.`,
  );
}

/** Undefined if it is not a JSON object: the parser's message would quote it. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function putSecret(aws: Aws, { ref }: LocalResource, value: Record<string, unknown>): Promise<void> {
  const SecretString = JSON.stringify(value);
  await ownerCall(aws, 'secretsmanager', 'PutSecretValue', { SecretId: ref, SecretString });
}
